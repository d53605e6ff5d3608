using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Inputs;

/// <summary>What a task of phases is given on the command line, by the types of its requirements.</summary>
public sealed class RequirementTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("string", "007", "\"007\"")]
    [InlineData("string", "", "\"\"")]
    [InlineData("number", "0", "0")]
    [InlineData("number", " 1.5e3 ", "1500")]
    [InlineData("boolean", "false", "false")]
    [InlineData("object", "{\"a\": [1]}", "{\"a\":[1]}")]
    [InlineData("array", "[\"a\", 2]", "[\"a\",2]")]
    [InlineData("array", "[]", "[]")]
    [InlineData("any", "7", "\"7\"")]
    [InlineData("object?", null, "null")]
    public async Task What_fits_is_given_to_the_run_as_its_type(string type, string? given, string read)
    {
        _place.Write("task.md", Task(type));

        var told = await _place.RunAsync(
            ["run", "task.md", "--run-id", "r", "--json", .. given is null ? Array.Empty<string>() : ["-i", $"value={given}"]]);

        Assert.True(told.ExitCode == 0, told.ToString());
        var created = Assert.Single(told.Json(), line => line.TryGetProperty("inputs", out _));
        Assert.Equal(read, System.Text.Json.JsonSerializer.Serialize(created.GetProperty("inputs").GetProperty("value")));
    }

    [Theory]
    [InlineData("number", "many", "'many' is no number")]
    [InlineData("number", "NaN", "'NaN' is no number")]
    [InlineData("boolean", "yes", "'yes' is no truth value (true or false)")]
    [InlineData("object", "[1]", "'[1]' is no map")]
    [InlineData("object", "{", "'{' is no map")]
    [InlineData("array", "{}", "'{}' is no list")]
    [InlineData("string", null, "The input 'value' is missing")]
    public async Task What_does_not_fit_is_told_and_nothing_is_run(string type, string? given, string what)
    {
        _place.Write("task.md", Task(type));

        var told = await _place.RunAsync(["run", "task.md", .. given is null ? Array.Empty<string>() : ["-i", $"value={given}"]]);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(what, told.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Project.StorePath));
    }

    [Fact]
    public async Task A_choice_that_is_none_is_told_with_the_choices()
    {
        _place.Write("plan.yaml", "inputs:\n  level: { type: number, choices: [1, 2] }\nsteps:\n  a: { uses: noop }\n");

        var told = await _place.RunAsync("run", "plan.yaml", "-i", "level=3");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("'3' is no choice for 'level'", told.Error, StringComparison.Ordinal);
        Assert.Contains("Choices are 1, 2.", told.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _place.RunAsync("run", "plan.yaml", "-i", "level=2.0")).ExitCode);
    }

    private static string Task(string type) => $"""
        # Task

        ```yaml
        requirements:
          value: {type}
        ```

        ## Phase: One
        ### Steps
        - A note.
        """;
}
