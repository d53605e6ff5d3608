using System.Text.Json;
using Tasker.Cli.Commands;
using Tasker.Cli.Commands.Planning;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>With <c>--json</c>, standard output holds JSON with its version and nothing else; people read standard error.</summary>
public sealed class JsonTests : IDisposable
{
    private const string Spec = """
        # Plan

        - [ ] **1. First**
        - [x] **2. Second**
        """;

    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("run good.yaml --json", 0)]
    [InlineData("run failing.yaml --json", 1)]
    [InlineData("run broken.yaml --json", 2)]
    [InlineData("run good.yaml --json -i nothing=1", 2)]
    [InlineData("run good.yaml --dry-run --json", 0)]
    [InlineData("validate good.yaml --json", 0)]
    [InlineData("validate broken.yaml --json", 2)]
    [InlineData("validate nowhere.yaml --json", 2)]
    [InlineData("graph good.yaml --format json", 0)]
    [InlineData("do --monitor --json", 0)]
    [InlineData("do 7 --json", 2)]
    [InlineData("progress garden --json", 0)]
    [InlineData("progress nowhere --json", 2)]
    [InlineData("orchestrate garden --dry-run --json", 0)]
    [InlineData("orchestrate garden --gate a --json", 1)]
    [InlineData("orchestrate garden --gate z --json", 2)]
    [InlineData("orchestrate done --json", 0)]
    [InlineData("doctor --json", 1)] // It has found the run that was left.
    [InlineData("explain old --json", 0)]
    [InlineData("explain old good --json", 0)]
    [InlineData("runs list --json", 0)]
    [InlineData("runs show old --json", 0)]
    [InlineData("runs watch old --json", 1)]
    [InlineData("runs history old --json", 0)]
    [InlineData("runs retry old --json", 1)]
    [InlineData("runs checkpoint waiting here --json", 0)]
    [InlineData("runs pause waiting --json", 0)]
    [InlineData("runs skip waiting later --json", 0)]
    [InlineData("runs refuse waiting --json", 1)]
    [InlineData("runs abort waiting --json", 0)]
    public async Task Standard_output_holds_JSON_with_its_version_and_nothing_else(string arguments, int exitCode)
    {
        await FillAsync();

        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.True(exitCode == told.ExitCode, told.ToString());
        Assert.NotEmpty(told.Json());
        Assert.All(told.Json(), json => Assert.Equal(1, VersionOf(json)));
        Assert.DoesNotContain('{', told.Error);
    }

    [Fact]
    public void Every_command_that_offers_JSON_is_tried_here()
    {
        var tried = typeof(JsonTests).GetMethod(nameof(Standard_output_holds_JSON_with_its_version_and_nothing_else))!
            .GetCustomAttributesData().SelectMany(a => a.ConstructorArguments.Take(1)).Select(a => a.Value)
            .OfType<IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>>().Select(a => (string)a.First().Value!).ToArray();
        var offering = Commands(CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), null), "").Order().ToArray();

        Assert.NotEmpty(offering);
        // The same code answers for these as for those that are tried.
        string[] alike = ["runs approve", "runs restore", "runs resume"];
        Assert.DoesNotContain(offering.Except(alike), path => !tried.Any(t => t.StartsWith(path + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_failure_says_to_people_is_on_standard_error()
    {
        await FillAsync();

        var told = await _place.RunAsync("run", "failing.yaml", "--json");

        Assert.Contains("no such luck", told.Error, StringComparison.Ordinal);
        Assert.Equal("failed", told.Json()[^1].GetProperty("result").GetString());
    }

    [Fact]
    public async Task Findings_in_JSON_have_their_place()
    {
        await FillAsync();

        var told = await _place.RunAsync("validate", "broken.yaml", "--json");

        Snapshot.Match(told.Out);
    }

    [Fact]
    public async Task The_first_line_of_a_run_says_which_front_door_reads_the_plan_and_why()
    {
        await FillAsync();

        var first = (await _place.RunAsync("run", "good.yaml", "--json")).Json()[0];

        Assert.Equal(
            ("good.yaml", "yaml", "its name ends in .yaml"),
            (first.GetProperty("plan").GetString(), first.GetProperty("format").GetString(), first.GetProperty("why").GetString()));
    }

    private static int VersionOf(JsonElement json) => json.GetProperty("version").GetInt32();

    private static IEnumerable<string> Commands(System.CommandLine.Command command, string path)
    {
        // Answers about plans have tests of their own.
        if (command.Options.Any(o => o.Name == "--json") && !PlanningScope.Owns(command))
        {
            yield return path;
        }

        foreach (var inner in command.Subcommands.Where(c => !c.Hidden)
            .SelectMany(c => Commands(c, path.Length == 0 ? c.Name : $"{path} {c.Name}")))
        {
            yield return inner;
        }
    }

    /// <summary>Plans, an ended run <c>old</c> that failed, and a run <c>waiting</c> that its owner has left.</summary>
    private async Task FillAsync()
    {
        _place.Write("good.yaml", "name: good\nsteps:\n  a: { run: echo hello }\n")
            .Write("failing.yaml", "name: failing\nsteps:\n  a: { run: 'echo no such luck; exit 1' }\n")
            .Write("broken.yaml", "name: broken\nsteps:\n  a: { rnu: 'true' }\n")
            .Write("SPEC.md", Spec)
            .Write("garden/tasks/a/1.md", "---\ntask_id: a/1\n---\n")
            .Write("done/tasks/a/1.md", "---\ntask_id: a/1\n---\n")
            .Write("done/workspace/status/a/1.json", "{\"status\":\"completed\"}");
        var time = new ManualTime();
        var old = new PlayedRun(time, "name: old\nsteps:\n  good: { run: 'true' }\n  bad: { run: 'false', needs: good }\n", "old");
        await old.BeginAsync();
        await old.SucceedAsync("good");
        await old.FailAsync("bad", 1);
        await old.SaveAsync(_place);
        const string asks = "name: waiting\nsteps:\n  ask: { approve: Go on? }\n  later: { run: 'true', needs: ask }\n";
        var waiting = new PlayedRun(time, asks, "waiting");
        await waiting.BeginAsync();
        await waiting.SaveAsync(_place);
    }
}
