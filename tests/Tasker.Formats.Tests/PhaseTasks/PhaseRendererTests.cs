using Tasker.Core.Values;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Testing;

namespace Tasker.Formats.Tests.PhaseTasks;

public sealed class PhaseRendererTests
{
    private const string Task = """
        ```yaml
        name: Weekly
        requirements: {ticker: string, amount: number, list: array, flag: boolean}
        ```
        ## Phase: Round Table
        Everybody speaks.
        ### Steps
        - agent: ann - First?
        - aggregate: vote
        ## Phase: Last
        dependsOn: Round Table
        ### Steps
        - agent: bob - Second?
        """;

    private static readonly Value.Map Inputs = Value.Map.From(
    [
        new("ticker", Value.Of("<B&\"T\">")), new("amount", Value.Of(10000)), new("list", new Value.List([Value.Of(1), Value.Of("x")])),
        new("flag", Value.True),
    ]);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{input.ticker}} {{input.amount}} {{input.flag}}", "<B&\"T\"> 10000 true")]
    [InlineData("a{{nobody}}b{{input.nothing.deeper}}c", "abc")]
    [InlineData("{{#each nobody}}x{{/each}}.", ".")]
    [InlineData("{{#each input.list}}[{{this}}]{{/each}}", "[1][x]")]
    [InlineData("{{#if input.flag}}yes{{else}}no{{/if}}", "yes")]
    [InlineData("{{json input.list}}", "[\n  1,\n  \"x\"\n]")]
    [InlineData("{{get phases \"Round Table.status\"}}", "completed")]
    [InlineData("{{phases.[Round Table].agentResponses.ann.response}}", "Vote: BUY")]
    [InlineData("{{get results \"Round Table.vote.winner\"}}", "BUY")]
    [InlineData("{{timestamp}}", "2030-01-02T12:00:00.000Z")]
    [InlineData("{{id}} {{taskName}} {{phase}} {{agent}} {{metadata.name}}", "run-1 Weekly Last bob Weekly")]
    [InlineData("${{ inputs.ticker }} stays? {{input.ticker}}", "$ stays? <B&\"T\">")]
    public void Templates_see_what_the_run_knows(string template, string text)
    {
        var (rendered, warnings) = Render(template);
        Assert.Equal(text, rendered);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("{{#if input.flag}}never closed")]
    [InlineData("{{input.")]
    [InlineData("{{/each}}")]
    public void A_broken_template_is_passed_on_as_it_is_and_told(string template)
    {
        var (rendered, warnings) = Render(template);
        Assert.Equal(template, rendered);
        Assert.Contains("passed on as it is", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_that_would_end_the_process_or_fill_memory_are_passed_on_too()
    {
        string[] hostile =
        [
            string.Concat(Enumerable.Repeat("{{#if a}}", 50_000)), "{{json " + new string('(', 50_000),
            string.Concat(Enumerable.Repeat("{{#each input.list}}", 30)) + "{{json @root}}",
            "{{#*inline \"x\"}}{{> x}}{{/inline}}{{> x}}",
        ];
        foreach (var template in hostile)
        {
            Assert.Equal(template, Render(template).Text);
        }
    }

    [Fact]
    public void The_briefing_tells_the_task_the_input_and_what_was_answered_before() =>
        Snapshot.Match(Render("Second?\n\n{{briefing}}").Text);

    private static (string Text, IReadOnlyList<string> Warnings) Render(string template)
    {
        var run = new Committee(Task, Inputs, (_, _) => "Vote: BUY");
        run.Answer(run.At("round-table/ann"));
        var rendered = new PhaseRenderer(new ManualTime()).Render(run.State, run.At("last/bob"), template);
        return (rendered.Text!, rendered.Warnings);
    }
}
