using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Documents;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Issues are made of tasks by a program that is not ours: here it is a script that writes down what it was told.</summary>
public sealed class TransformTests : IDisposable
{
    /// <summary>Each argument on a line of its own; numbers come from a folder that is made once for each.</summary>
    private const string Tracker = """
        #!/bin/bash
        cd "$(dirname "$0")"
        { flock 9; printf 'call\n' >> calls; printf ' %s\n' "${@//$'\n'/|}" >> calls; } 9> gate
        case "$1 $*" in
          --version*) echo "bd version 1";;
          init*) mkdir .beads;;
          *refused*) echo "no such luck" >&2; exit 3;;
          create*) n=1; until mkdir "issue-$n" 2> /dev/null; do n=$((n + 1)); done; echo "{\"id\": \"shop-$n\"}";;
          dep*) echo linked;;
          list*) cat listed 2> /dev/null || true;;
        esac
        """;

    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task From_contexts_to_issues_that_wait_for_one_another()
    {
        await FillAsync();
        Assert.Contains("Tracker: <folder>/bd", (await OkAsync("transform", "status")).Out, StringComparison.Ordinal);
        await OkAsync("transform", "init-target", ".", "shop");
        Assert.Contains("already", (await OkAsync("transform", "init-target", ".")).Out, StringComparison.Ordinal);
        await OkAsync("transform", "context", "--all");
        Snapshot.Match(
            _place.Read(".tasker/beads-export/T002-context.json").Replace(_place.Folder, "<folder>", StringComparison.Ordinal), "context");
        Issue("T001", """{"title":"--force; $(touch pwned) `touch pwned`","description":"Line one\nline 'two' \"three\"","labels":["a,b"],"priority":"P0"}""");
        Issue("T002",
            """{"description":"Bake it","acceptance_criteria":["It is brown",{"criterion":"It is warm"}],"notes":"Mind the door"}""");

        Assert.Equal("T001: shop-1\nCreated 1 issues, linked 0, 0 were there, 0 failed\n",
            (await OkAsync("transform", "create", "T001", ".tasker/beads-export/T001-enriched.json")).Out);
        _place.Write(".tasker/beads-export/manifest.json",
            """{"issues":[{"task_id":"T001","enriched":"T001-enriched.json"},{"task_id":"T002","enriched":"T002-enriched.json"}]}""");
        Snapshot.Match((await OkAsync("transform", "batch-create", ".tasker/beads-export/manifest.json", "--json")).Out, "batch");

        Snapshot.Match(Regex.Replace(_place.Read("calls"), "-[0-9a-f]{16}\n", "-<16 digits>\n"), "calls");
        Assert.False(File.Exists(Path.Combine(_place.Folder, "pwned")));
        (string, string)[] written = [("tracker-context", "T001-context.json"), ("tracker-mapping", "task-to-beads-mapping.json")];
        foreach (var (schema, file) in written)
        {
            Assert.Empty(PlanningSchemas.Problems(schema, JsonNode.Parse(_place.Read($".tasker/beads-export/{file}"))!));
        }

        var again = await _place.RunAsync("transform", "create", "T001", ".tasker/beads-export/T001-enriched.json");
        Assert.Contains("shop-1 already", again.Error, StringComparison.Ordinal);
        Assert.Contains("Created: 2", (await OkAsync("transform", "status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_failed_in_part_is_asked_for_again_and_creates_nothing_twice()
    {
        await FillAsync();
        var issues = new JsonObject();
        for (var i = 10; i < 40; i++)
        {
            Define($"T{i:D3}", "");
            Issue($"T{i:D3}", $$"""{"description":"{{(i == 20 ? "refused" : "made")}}"}""");
            issues[$"T{i:D3}"] = $".tasker/beads-export/T{i:D3}-enriched.json";
        }

        await OkAsync("state", "load-tasks");
        _place.Write("manifest.json", issues.ToJsonString());

        var first = await _place.RunAsync("transform", "batch-create", "manifest.json");

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("T020: 'bd create' ended with 3: no such luck", first.Out, StringComparison.Ordinal);
        Issue("T020", """{"description":"made"}""");
        Assert.Contains("Created 1 issues, linked 0, 29 were there, 0 failed",
            (await OkAsync("transform", "batch-create", "manifest.json")).Out, StringComparison.Ordinal);
        var mapping = JsonNode.Parse(_place.Read(".tasker/beads-export/task-to-beads-mapping.json"))!["mapping"]!.AsObject();
        Assert.Equal(30, mapping.Select(one => (string)one.Value!).Distinct().Count());
    }

    [Theory]
    [InlineData("{ \"issues\": [] }", 0)]
    [InlineData("null", 0)]
    [InlineData("", 0)]
    [InlineData("[{\"id\":\"shop-7\",\"external_ref\":\"tasker-T001-ab\"},{\"id\":1},7]", 0)]
    [InlineData("no json", 1)]
    [InlineData("[{\"id\":\"--evil\",\"external_ref\":\"tasker-T001-ab\"}]", 1)]
    public async Task What_was_about_to_be_made_is_looked_for_first(string listed, int exit)
    {
        await FillAsync();
        Issue("T001", """{"description":"Bake it"}""");
        _place.Write("listed", listed)
            .Write(".tasker/beads-export/task-to-beads-mapping.json",
                """{"version":"1.0","mapping":{},"pending":{"T001":{"ref":"tasker-T001-ab","asked_at":"2020-01-01T00:00:00Z"}}}""");

        var told = await _place.RunAsync("transform", "create", "T001", ".tasker/beads-export/T001-enriched.json");

        Assert.Equal(exit, told.ExitCode);
        Assert.Contains(exit == 1 ? "'bd list'" : listed.Contains("shop-7", StringComparison.Ordinal) ? "T001: shop-7\n" : "T001: shop-1\n",
            told.Out + told.Error, StringComparison.Ordinal);
        Assert.Equal(exit == 0 && !listed.Contains("shop-7", StringComparison.Ordinal),
            _place.Read("calls").Contains(" create\n", StringComparison.Ordinal));
        Assert.Equal(exit == 1,
            _place.Read(".tasker/beads-export/task-to-beads-mapping.json").Contains("\"ended\": true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("transform create T001 issue.json", "no such program")]
    [InlineData("transform init-target .", "no such program")]
    [InlineData("transform batch-create manifest.json", "no such program")]
    public async Task A_tracker_that_is_not_installed_is_said_so_also_when_one_lies_about(string arguments, string why)
    {
        await FillAsync();
        _place.Variables.Remove("TASKER_BD");
        _place.Variables["PATH"] = "/nonexistent::.";
        _place.Write("issue.json", """{"description":"x"}""").Write("manifest.json", """{"T001":"issue.json"}""");

        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal(1, told.ExitCode);
        Assert.Contains(why, told.Error, StringComparison.Ordinal);
        Assert.Contains("not installed", (await OkAsync("transform", "status")).Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_place.Folder, "calls")));
    }

    [Theory]
    [InlineData("transform context", "Which tasks?")]
    [InlineData("transform context T001 --all", "Which tasks?")]
    [InlineData("transform context T009", "There is no task")]
    [InlineData("transform context ../T001", "is no id of a task")]
    [InlineData("transform create T001 nowhere.json", "The issue is missing")]
    [InlineData("transform create T001 wrong.json", "has no 'description'")]
    [InlineData("transform create T001 other.json", "is the issue of T002")]
    [InlineData("transform create T001 odd.json", "'urgent'")]
    [InlineData("transform create ../T001 odd.json", "is no id of a task")]
    [InlineData("transform batch-create wrong.json", "is no manifest")]
    [InlineData("transform init-target nowhere", "There is no directory")]
    [InlineData("transform init-target . a;b", "is no prefix")]
    [InlineData("transform status -t nowhere", "There is no target directory")]
    public async Task What_is_wrong_is_told_before_the_tracker_is_asked(string arguments, string why)
    {
        await FillAsync();
        _place.Write("wrong.json", "{}").Write("other.json", """{"task_id":"T002","description":"x"}""")
            .Write("odd.json", """{"description":"x","priority":"urgent"}""");

        var told = await _place.RunAsync(arguments.Split(' '));
        var json = await _place.RunAsync([.. arguments.Split(' '), "--json"]);

        Assert.Equal((1, 1), (told.ExitCode, json.ExitCode));
        Assert.Contains(why, told.Error, StringComparison.Ordinal);
        Assert.False(json.Json()[0].GetProperty("ok").GetBoolean());
        Assert.False(File.Exists(Path.Combine(_place.Folder, "calls")));
    }

    private async Task FillAsync()
    {
        _place.Write("bd", Tracker.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Combine(_place.Folder, "bd"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _place.Variables["TASKER_BD"] = "./bd";
        await OkAsync("state", "init", ".", "--phase", "ready");
        _place.Write(".tasker/inputs/spec.md",
            "# Bread\n\n## Baking\nThe oven bakes a loaf of bread in the domain of dough.\n\n## Selling\nNothing alike.\n")
            .Write(".tasker/artifacts/capability-map.json", """{"version":"1.0","domains":[{"id":"D1","name":"Bread, fresh","capabilities":[{"id":"C1","name":"Baking","spec_ref":{"quote":"The oven bakes"},"behaviors":[{"id":"B1","name":"Bake loaf","type":"process"}]}]}],"flows":[]}""");
        Define("T001", "");
        Define("T002", "\"T001\"");
        await OkAsync("state", "load-tasks");
    }

    private void Define(string id, string needs) => _place.Write($".tasker/tasks/{id}.json", $$$"""
        {"id":"{{{id}}}","name":"Bake bread {{{id}}}","phase":1,"context":{"steel_thread":true,"spec_ref":{"quote":"The oven bakes a loaf"}},"behaviors":["B1"],"files":[{"path":"src/oven.py","action":"create"}],
        "dependencies":{"tasks":[{{{needs}}}]},"acceptance_criteria":[{"criterion":"The loaf is baked and brown","verification":"make bread"}]}
        """);

    private void Issue(string id, string json) => _place.Write($".tasker/beads-export/{id}-enriched.json", json);

    private async Task<Outcome> OkAsync(params string[] arguments)
    {
        var told = await _place.RunAsync(arguments);
        Assert.True(told.ExitCode == 0, $"tasker {string.Join(' ', arguments)}: {told}");
        return told;
    }
}
