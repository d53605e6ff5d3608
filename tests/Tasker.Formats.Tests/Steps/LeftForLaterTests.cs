using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Tests.Steps;

public sealed class LeftForLaterTests
{
    private const string Spec = """
        - [ ] **STEP 1**: Oven - heat it
        - [ ] **STEP 2**: Table - set it
        - [ ] **STEP 3**: Bake - in the oven
        - [ ] **STEP 4**: Serve - what was baked

        """;

    private const string Definitions = """
        step_1_oven: { main: { command: "true", mode: background } }
        step_2_table: { main: { command: "true" }, needs: [] }
        step_3_bake: { main: { command: "true" }, needs: [1] }
        step_4_serve: { main: { command: "true" }, needs: [3] }

        """;

    [Fact]
    public void What_runs_in_the_background_is_not_begun_again_and_what_needs_it_waits()
    {
        var read = Translate("continue", 1);

        Assert.Equal(["step-2"], read.Value!.Root.Members.Select(step => step.Id));
        Assert.Equal("step-2", read.Value.Name);
        Assert.Equal(
            [
                "SPEC.md:1:1: note TSK3057: Step 1 runs in the background already. It is not begun a second time. "
                    + "'tasker do --monitor' shows it.",
                "SPEC.md:3:1: note TSK3057: Step 3 is left for later. It needs the result of step 1, which is not there yet. "
                    + "Use 'tasker do continue' once that is done.",
                "SPEC.md:4:1: note TSK3057: Step 4 is left for later. It needs the result of step 3, which is not there yet. "
                    + "Use 'tasker do continue' once that is done.",
            ],
            read.Diagnostics.Where(told => told.Severity is Severity.Note).Select(told => told.ToString()));
    }

    [Fact]
    public void A_step_that_is_asked_for_by_number_is_not_passed_over() =>
        Assert.Equal(["step-3"], Translate("3", 1).Value!.Root.Members.Select(step => step.Id));

    [Fact]
    public void Nothing_is_passed_over_when_nothing_is_under_way() =>
        Assert.Equal(4, Translate("all").Value!.Root.Members.Length);

    private static ParseResult<Workflow> Translate(string request, params int[] underWay) =>
        new Kitchen { Spec = Spec, Definitions = Definitions }.Translate(request, underWay);
}
