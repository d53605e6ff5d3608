using Tasker.Formats.Steps.Requests;

namespace Tasker.Formats.Tests.Steps;

public sealed class StepRequestTests
{
    private const string Gaps =
        "- [x] **STEP 1**: A\n- [x] **STEP 2**: B\n- [ ] **STEP 3**: C\n- [x] **STEP 4**: D\n- [ ] **STEP 5**: E\n- [ ] **STEP 7**: G";

    [Theory]
    [InlineData("3", 3)]
    [InlineData("1-3", 1, 2, 3)]
    [InlineData("4-4", 4)]
    [InlineData("2 - 3", 2, 3)]
    [InlineData("continue", 3, 5, 7)]
    [InlineData("all", 3, 5, 7)]
    public void A_request_means_these_steps(string text, params int[] expected) => Assert.Equal(expected, Resolve(text));

    [Fact]
    public void The_options_mean_the_same_as_the_arguments()
    {
        Assert.Equal(new StepRequest.Range(1, 5), StepRequest.Parse(null, "1-5").Value);
        Assert.Equal(new StepRequest.Range(4, 4), StepRequest.Parse(null, "4").Value);
        Assert.Equal(new StepRequest.Continue(), StepRequest.Parse(null, null, true).Value);
    }

    [Theory]
    [InlineData("0", "TSK3020")]
    [InlineData("-3", "TSK3020")]
    [InlineData("x", "TSK3020")]
    [InlineData("", "TSK3020")]
    [InlineData("01", "TSK3020")]
    [InlineData("1-2-3", "TSK3020")]
    [InlineData("1,3", "TSK3020")]
    [InlineData("1-", "TSK3020")]
    [InlineData("99999999999999999999", "TSK3020")]
    [InlineData("5-2", "TSK3021")]
    public void What_names_no_steps_is_refused(string text, string code)
    {
        var result = StepRequest.Parse(text);

        Assert.Null(result.Value);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void A_near_miss_is_suggested() =>
        Assert.Equal("Did you mean 'continue'?", Assert.Single(StepRequest.Parse("contnue").Diagnostics).Fix);

    [Fact]
    public void A_reversed_range_is_turned_round_in_the_advice() =>
        Assert.Equal("Write '2-5'.", Assert.Single(StepRequest.Parse("5-2").Diagnostics).Fix);

    [Fact]
    public void No_request_and_two_requests_are_refused()
    {
        Assert.Equal("No step is named.", Assert.Single(StepRequest.Parse(null).Diagnostics).What);
        Assert.Equal("Steps are named in more than one way.", Assert.Single(StepRequest.Parse("3", "3").Diagnostics).What);
        Assert.Equal("Steps are named in more than one way.", Assert.Single(StepRequest.Parse("all", null, true).Diagnostics).What);
    }

    [Theory]
    [InlineData("6", "SPEC.md has no step 6.")]
    [InlineData("5-7", "SPEC.md has no step 6.")]
    [InlineData("8-900000", "SPEC.md has no step 8, 9, 10, 11, 12 ….")]
    public void Steps_that_are_not_there_are_named(string text, string what)
    {
        var result = StepRequest.Parse(text).Value!.Resolve(Specs.Read(Gaps));

        Assert.Null(result.Value);
        var found = result.Diagnostics.Single(d => d.Code == "TSK3022");
        Assert.Equal(what, found.What);
        Assert.Equal("Its steps are 1-5, 7.", found.Why);
    }

    [Fact]
    public void A_ticked_step_that_is_asked_for_is_run_again_with_a_note() =>
        Assert.Equal(["TSK3023", "TSK3023"], StepRequest.Parse("1-3").Value!.Resolve(Specs.Read(Gaps)).Diagnostics.Select(d => d.Code));

    [Fact]
    public void When_everything_is_ticked_there_is_nothing_to_do()
    {
        var result = StepRequest.Parse("continue").Value!.Resolve(Specs.Read("- [x] **STEP 1**: A"));

        Assert.True(result.IsUsable);
        Assert.Empty(result.Value.Steps);
        Assert.Equal("TSK3024", Assert.Single(result.Diagnostics).Code);
    }

    private static int[] Resolve(string text) => [.. StepRequest.Parse(text).Value!.Resolve(Specs.Read(Gaps)).Value!.Steps];
}
