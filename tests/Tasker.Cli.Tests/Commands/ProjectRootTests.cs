using Tasker.Cli.Projects;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Where a plan runs, and where its runs are kept.</summary>
public sealed class ProjectRootTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_plan_alone_is_a_project_of_its_own() => Assert.Equal(At("plans"), RootOf("plans/plan.yaml"));

    [Fact]
    public void Runs_that_are_kept_somewhere_above_adopt_nothing()
    {
        _place.Write(".tasker/tasker.db", "");

        Assert.Equal(At("plans"), RootOf("plans/plan.yaml"));
    }

    [Fact]
    public void Settings_above_make_a_plan_part_of_their_project()
    {
        _place.Write("tasker.yaml", "secrets: []\n");

        Assert.Equal(At(""), RootOf("plans/deep/plan.yaml"));
    }

    [Fact]
    public void The_nearest_settings_count()
    {
        _place.Write("tasker.yaml", "secrets: []\n").Write("plans/tasker.yaml", "grace: 1s\n");

        Assert.Equal(At("plans"), RootOf("plans/deep/plan.yaml"));
    }

    [Fact]
    public void A_repository_below_a_project_is_not_part_of_it()
    {
        _place.Write("tasker.yaml", "secrets: []\n").Write("cloned/.git/HEAD", "");

        Assert.Equal(At("cloned/plans"), RootOf("cloned/plans/plan.yaml"));
    }

    [Fact]
    public void A_plan_with_its_own_agents_and_definitions_is_a_project_of_its_own()
    {
        _place.Write("tasker.yaml", "secrets: []\n").Write("plans/.claude/agents/a.md", "");

        Assert.Equal(At("plans"), RootOf("plans/SPEC.md"));
        Assert.Equal(At(""), RootOf("plans/deep/SPEC.md"));
    }

    [Fact]
    public async Task A_plan_runs_in_its_own_folder_and_hints_name_it()
    {
        _place.Write("inner/plan.yaml", "name: p\nsteps:\n  a: { run: 'pwd > where; exit 3' }\n").Write("p.yaml", "steps: { a: 'true' }\n");
        await _place.RunAsync("run", "p.yaml");

        var told = await _place.RunAsync("run", "inner/plan.yaml", "--run-id", "one");

        Assert.Equal(At("inner"), _place.Read("inner/where").Trim());
        Assert.Contains("tasker runs retry one -C inner", told.Out, StringComparison.Ordinal);
        Assert.Contains("one", (await _place.RunAsync("runs", "list", "-C", "inner")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain/path-1.x", "plain/path-1.x")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Paths_in_hints_can_be_pasted(string text, string word) => Assert.Equal(word, ShellWord.Of(text));

    private string At(string folder) => Path.TrimEndingDirectorySeparator(Path.Combine(_place.Folder, folder));

    private string RootOf(string plan) => Project.OfPlan(Path.Combine(_place.Folder, plan)).Root;
}
