import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The order in which test files are begun: stories, with their browsers, processes and databases, before tests of a
 * part. None needs an order; but a long one that is begun last keeps a machine waiting that has done everything else.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isStory = ({ moduleId }: TestSpecification) => moduleId.endsWith(".stories.ts");
    return [...sorted.filter(isStory), ...sorted.filter((file) => !isStory(file))];
  }
}
