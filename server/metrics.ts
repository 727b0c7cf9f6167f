import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the metrics show of the house, read when they are asked for. */
export type Gauges = { databaseAway: () => boolean; spoolWaiting: () => boolean; liveCalls: () => number };

/** The node's figures in Prometheus form. */
export type Metrics = {
  text(): Promise<string>;
  contentType: string;
  /** One carrier request answered: what it was about, our status, and the seconds it took. */
  hookAnswered(about: { kind: string; purpose: string; status: number; seconds: number }): void;
  /** A try to tell a person or a program came to its end. */
  noticeTried(channel: string, result: "sent" | "failed"): void;
  /** From now on shows how many notices wait, by channel. */
  watchNotices(read: () => readonly { channel: string; waiting: number }[]): void;
};

/** Makes a set of metrics of its own, so that two nodes in one process do not share one. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "ringright_hook_seconds",
    help: "Time to answer a carrier's request",
    labelNames: ["kind", "purpose"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const answers = new Counter({
    name: "ringright_hook_answers_total",
    help: "Carrier requests answered, by HTTP status",
    labelNames: ["kind", "purpose", "status"],
    registers,
  });
  gauge("ringright_database_away", "1 while the database can't be reached", () =>
    Number(gauges.databaseAway()),
  );
  gauge("ringright_spool_waiting", "1 while events wait to be written", () => Number(gauges.spoolWaiting()));
  gauge("ringright_live_calls", "Calls in progress that this node remembers", gauges.liveCalls);

  const notices = new Counter({
    name: "ringright_notices_total",
    help: "Tries to send mails, texts to staff and webhooks, by what came of them",
    labelNames: ["channel", "result"],
    registers,
  });

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    hookAnswered({ kind, purpose, status, seconds }) {
      duration.observe({ kind, purpose }, seconds);
      answers.inc({ kind, purpose, status });
    },
    noticeTried(channel, result) {
      notices.inc({ channel, result });
    },
    watchNotices(read) {
      new Gauge({
        name: "ringright_notices_waiting",
        help: "Notices that wait to be sent, of all nodes",
        labelNames: ["channel"],
        registers,
        collect() {
          this.reset();
          for (const { channel, waiting } of read()) this.set({ channel }, waiting);
        },
      });
    },
  };
}
