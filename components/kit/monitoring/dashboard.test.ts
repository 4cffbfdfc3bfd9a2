import { expect, it } from "vitest";
import { z } from "zod";
import { renderDashboard, type Panel } from "./dashboard.ts";

const panel = (title: string): Panel => ({
  title,
  unit: "short",
  queries: [
    { expr: `up{job="${title}"}`, legend: "up" },
    { expr: "vector(1)", legend: "limit" },
  ],
});
const subject = { uid: "store-1", title: "orders", tags: ["store", "postgres"] };
const shape = z.object({
  tags: z.array(z.string()),
  editable: z.boolean(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(
        z.looseObject({ refId: z.string(), expr: z.string(), datasource: z.object({ uid: z.string() }).loose() }),
      ),
    }),
  ),
});
const render = (count: number) =>
  shape.parse(
    JSON.parse(
      renderDashboard(
        subject,
        Array.from({ length: count }, (_, index) => panel(`p${index}`)),
      ),
    ),
  );

it("puts two panels beside each other, none over another", () => {
  const { panels } = render(5);
  expect(panels.map(({ gridPos: { x, y } }) => [x, y])).toEqual([
    [0, 0],
    [12, 0],
    [0, 8],
    [12, 8],
    [0, 16],
  ]);
  expect(panels.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});

it("reads from the Prometheus that the reader chooses, each line by a letter of its own", () => {
  const { panels, templating, editable } = render(1);
  expect(panels[0]?.targets).toMatchObject([
    { refId: "A", expr: 'up{job="p0"}', datasource: { uid: "${source}" } },
    { refId: "B", expr: "vector(1)", datasource: { uid: "${source}" } },
  ]);
  expect(templating.list).toMatchObject([{ name: "source", type: "datasource" }]);
  expect(editable).toBe(false);
});

it("is the same text whatever order tags are in", () => {
  const panels = [panel("a")];
  expect(renderDashboard({ ...subject, tags: ["postgres", "store"] }, panels)).toBe(renderDashboard(subject, panels));
});
