using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Drawings of plans and of runs.</summary>
public sealed class GraphTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_run_is_drawn_with_what_came_of_it()
    {
        _place.Write(
            "plan.yaml", "name: p\nsteps:\n  good: { run: 'true' }\n  bad: { run: exit 3 }\n  after: { run: 'true', needs: bad }\n");
        await _place.RunAsync("run", "plan.yaml", "--run-id", "one");
        _place.Write("plan.yaml", "name: p\nsteps:\n  other: { run: 'true' }\n");

        var drawn = (await _place.RunAsync("graph", "one")).Out;

        Assert.Contains("class n1 succeeded", drawn, StringComparison.Ordinal);
        Assert.Contains("class n2 failed", drawn, StringComparison.Ordinal);
        Assert.Contains("class n3 blocked", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("other", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_goes_into_a_file_whose_name_says_the_form()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n").Write("plan.svg", "old");

        var told = await _place.RunAsync("graph", "plan.yaml", "-o", "plan.svg");

        Assert.Equal((0, "", ""), (told.ExitCode, told.Out, told.Error));
        Assert.StartsWith("<svg", _place.Read("plan.svg"), StringComparison.Ordinal);
        Assert.Equal(
            ["plan.svg", "plan.yaml"], Directory.EnumerateFiles(_place.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_is_no_file_to_draw_into()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n");

        Assert.Equal(2, (await _place.RunAsync("graph", "plan.yaml", "-o", ".")).ExitCode);
    }

    [Fact]
    public async Task What_is_neither_a_plan_nor_a_run_is_told()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n");

        Assert.Contains(
            "There is no file or folder 'nothing'", (await _place.RunAsync("graph", "nothing")).Error, StringComparison.Ordinal);
        await _place.RunAsync("run", "plan.yaml", "--run-id", "one");
        Assert.Contains("There is no run 'nothing'", (await _place.RunAsync("graph", "nothing")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "There is no file or folder 'nothing.yaml'", (await _place.RunAsync("graph", "nothing.yaml")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflow", "contracts/formats/workflow.schema.json")]
    [InlineData("settings", "contracts/formats/settings.schema.json")]
    public async Task The_schema_that_is_published_is_printed(string of, string file)
    {
        Assert.Equal(Testing.RepositoryFiles.Read(file).TrimEnd('\n'), (await _place.RunAsync("schema", of)).Out.TrimEnd('\n'));
        await _place.RunAsync("schema", of, "--output", "x.json");
        Assert.Equal(Testing.RepositoryFiles.Read(file).TrimEnd('\n'), _place.Read("x.json").TrimEnd('\n'));
    }
}
