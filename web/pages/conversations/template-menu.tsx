import { ActionIcon, Anchor, Menu, Text, Tooltip } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { accountPath, ask } from "../../api/ask.ts";
import { templatesQuery } from "../../api/conversation-queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";

/** Puts a template, with its fields filled in for this conversation, where one writes. */
export function TemplateMenu(props: {
  conversation: string;
  onChoose: (text: string) => void;
  disabled: boolean;
}) {
  const { slug } = useAccount();
  const templates = useQuery(templatesQuery(slug)).data ?? [];
  const choose = async (text: string) => {
    try {
      const path = accountPath(slug, "/templates/preview");
      const body = { text, conversation: props.conversation };
      props.onChoose((await ask<{ text: string }>(path, { method: "POST", body })).text);
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <Menu shadow="md" position="top-start">
      <Menu.Target>
        <Tooltip label="Use a template">
          <ActionIcon variant="subtle" size="lg" aria-label="Use a template" disabled={props.disabled}>
            <IconTemplate size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map(({ id, name, text }) => (
          <Menu.Item key={id} onClick={() => void choose(text)}>
            {name}
          </Menu.Item>
        ))}
        {templates.length === 0 && (
          <Text size="sm" p="xs" maw={240}>
            There are no templates yet.{" "}
            <Anchor
              inherit
              underline="always"
              renderRoot={(link) => <Link {...link} to="/a/$slug/settings/texts" params={{ slug }} />}
            >
              Add one
            </Anchor>
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
