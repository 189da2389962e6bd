import { afterEach, expect, it, vi } from "vitest";
import { EscrowError } from "../../../src/error.js";
import { Intake } from "../../../src/page/worker/making/intake.js";
import { TestMaking } from "../helpers/making.js";

afterEach(() => vi.restoreAllMocks());

it("looks for sheets in no file that took all its time as a source", async () => {
  const making = new TestMaking();
  const asSheet = vi.spyOn(making.desk, "addFile");
  const read = vi.spyOn(Intake.prototype, "read");
  const give = async (error: EscrowError) => {
    read.mockResolvedValue({ outcome: { source: "scan.pdf", error }, ofSet: false });
    return making.add({ name: "scan.pdf", bytes: "" });
  };
  await give(new EscrowError("picture-no-code", {}));
  expect(asSheet).toHaveBeenCalledTimes(1);
  const { problems } = await give(new EscrowError("pdf-slow", { page: 5, seconds: 48 }));
  expect(asSheet).toHaveBeenCalledTimes(1);
  expect(problems.map(({ code }) => code)).toContain("pdf-slow");
});
