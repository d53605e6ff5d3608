using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

public sealed class ValidateTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Every_task_of_phases_in_a_folder_is_validated()
    {
        _place.Write("tasks/good.md", "## Phase: One\n### Steps\n- A note.\n")
            .Write("tasks/wrong.md", "## Phase: One\ndependsOn: Nobody\n### Steps\n- A note.\n");

        var told = await _place.RunAsync("validate", "tasks");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("✓ tasks/good.md: ", told.Out, StringComparison.Ordinal);
        Assert.Contains("✗ tasks/wrong.md: 1 error", told.Error, StringComparison.Ordinal);
        Assert.Contains("tasks/wrong.md:2", told.Error, StringComparison.Ordinal);

        var json = Assert.Single((await _place.RunAsync("validate", "tasks", "--json")).Json());
        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal(
            [("tasks/good.md", true), ("tasks/wrong.md", false)],
            json.GetProperty("plans").EnumerateArray()
                .Select(plan => (plan.GetProperty("path").GetString(), plan.GetProperty("ok").GetBoolean())));
    }

    [Fact]
    public async Task Which_of_several_is_to_be_run_must_be_said()
    {
        _place.Write("tasks/one.md", "## Phase: One\n### Steps\n- A note.\n")
            .Write("tasks/two.md", "## Phase: One\n### Steps\n- A note.\n");

        var told = await _place.RunAsync("run", "tasks");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("Name one: one.md, two.md.", told.Error, StringComparison.Ordinal);
    }
}
