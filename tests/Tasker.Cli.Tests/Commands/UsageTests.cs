using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>A command line that is wrong is told in one or two lines on standard error, with exit code 2, and nothing happens.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("rnu")]
    [InlineData("runs")]
    [InlineData("runs lst")]
    [InlineData("run")]
    [InlineData("run . --jsno")]
    [InlineData("run . extra")]
    [InlineData("run . --pool 0")]
    [InlineData("run . --pool many")]
    [InlineData("run . --run-id")]
    [InlineData("do 1 2")]
    [InlineData("do --stpe 3")]
    [InlineData("graph . --format png")]
    [InlineData("completion tcsh")]
    [InlineData("runs skip last")]
    [InlineData("runs logs last --attempt 0")]
    [InlineData("runs list -C nowhere")]
    [InlineData("runs show last")]
    [InlineData("validate nowhere.yaml")]
    [InlineData("run @answers.txt")]
    public async Task Wrong_usage_is_told_on_standard_error_with_exit_code_2(string arguments)
    {
        var before = Directory.GetFileSystemEntries(_place.Folder);

        var told = await _place.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (told.ExitCode, told.Out));
        Assert.DoesNotContain("   at ", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", told.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_place.Folder));
        var name = arguments.Length == 0
            ? "nothing"
            : string.Join('-', arguments.Split([' ', '-', '.', '@'], StringSplitOptions.RemoveEmptyEntries));
        Snapshot.Match(told.Error, name);
    }

    [Theory]
    [InlineData("rnu .", "run")]
    [InlineData("runs shwo last", "show")]
    [InlineData("run . --dryrun", "--dry-run")]
    [InlineData("runs list --opne", "--open")]
    [InlineData("do --montior", "--monitor")]
    public async Task What_was_probably_meant_is_named(string arguments, string meant)
    {
        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains($"Did you mean '{meant}'?", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state halt --foo", "has no option '--foo'")]
    [InlineData("state task start T001 --jsno", "Did you mean '--json'?")]
    [InlineData("state task start", "needs <id>")]
    [InlineData("state task", "needs to be told what to do")]
    [InlineData("state ready extra", "takes no further argument")]
    [InlineData("validate gates --threshold x", "'x' is no value for --threshold: it takes a number from 0 to 1.")]
    [InlineData("spec generate adr -t T -c C -d D --related x", "'x' is no value for --related")]
    public async Task Programs_are_told_the_same_about_wrong_usage_as_people(string arguments, string part)
    {
        var people = await _place.RunAsync(arguments.Split(' '));
        var programs = await _place.RunAsync([.. arguments.Split(' '), "--json"]);

        Assert.Contains(part, people.Error, StringComparison.Ordinal);
        Assert.StartsWith("tasker: ", people.Error, StringComparison.Ordinal);
        Assert.Equal((1, people.Error), (programs.ExitCode, programs.Error));
        var answer = JsonNode.Parse(programs.Out)!;
        Assert.Equal("usage", (string?)answer["code"]);
        Assert.Equal(people.Error, $"tasker: {answer["message"]}\n");
    }

    [Fact]
    public async Task After_two_dashes_everything_is_an_argument()
    {
        var told = await _place.RunAsync("validate", "--", "--plan.yaml");

        Assert.Equal(2, told.ExitCode);
        Assert.DoesNotContain("no option", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_option_is_told_at_once()
    {
        var told = await _place.RunAsync("runs", "list", "--opne", "--jsno");

        Assert.Contains("'--opne'", told.Error, StringComparison.Ordinal);
        Assert.Contains("'--jsno'", told.Error, StringComparison.Ordinal);
    }
}
