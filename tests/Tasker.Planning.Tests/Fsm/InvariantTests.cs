using System.Text.Json.Nodes;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Tests.Fsm;

/// <summary>What breaks an invariant is found, each break by its own invariant.</summary>
public sealed class InvariantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-fsm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("index", "primary_machine", "\"\"", "I1", "names no primary_machine")]
    [InlineData("index", "primary_machine", "\"M9\"", "I1", "M9 is not among the machines")]
    [InlineData("index", "machines/0/level", "\"domain\"", "I1", "has the level domain")]
    [InlineData("states", "initial_state", "\"S9\"", "I3", "begins in S9")]
    [InlineData("states", "terminal_states", "[]", "I3", "no terminal_states")]
    [InlineData("states", "terminal_states", "[\"S4\", \"S5\", \"S8\"]", "I3", "ends in S8")]
    [InlineData("states", "states/3/type", "\"normal\"", "", "")]
    [InlineData("states", "states/1/id", "\"S1\"", "I3", "two states with the id S1")]
    [InlineData("states", "machine_id", "\"M7\"", "I3", "says machine_id M7")]
    [InlineData("transitions", "transitions/0/to_state", "\"S9\"", "I3", "has no such state")]
    [InlineData("transitions", "transitions/0/to_state", "\"S3\"", "I3", "never reached")]
    [InlineData("transitions", "transitions/1/from_state", "\"S1\"", "", "")]
    [InlineData("transitions", "transitions/2/from_state", "\"S1\"", "I3", "No transition leaves these states of machine M1: S3")]
    [InlineData("transitions", "transitions/2/to_state", "\"S1\"", "I3", "S4")]
    [InlineData("transitions", "transitions/3/id", "\"TR1\"", "I3", "two transitions with the id TR1")]
    [InlineData("transitions", "transitions/3/guards/0/invariant_id", "\"I9\"", "I4", "I9")]
    public async Task A_broken_machine_is_told_by_the_invariant_that_it_breaks(
        string file, string path, string value, string invariant, string message)
    {
        await CompileAsync();
        Change(file, path, value);

        var findings = Issues(strict: false, spec: null);

        if (invariant.Length == 0)
        {
            Assert.Empty(findings);
            return;
        }

        Assert.Contains(findings, finding => finding.Rule == invariant && finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guard_without_an_invariant_is_a_warning_and_an_issue_where_asked_for()
    {
        await CompileAsync();
        Change("transitions", "transitions/3/guards/0/invariant_id", "\"\"");

        Assert.Empty(Issues(strict: false, spec: null));
        Assert.Contains("I4", Warnings());
        Assert.Contains(Issues(strict: true, spec: null), finding => finding.Rule == "I4");
    }

    [Theory]
    [InlineData("states", "states/1/name", "\"Row in the PostgreSQL table is written\"", "I2")]
    [InlineData("transitions", "transitions/0/trigger", "\"handle it properly as needed\"", "I5")]
    public async Task Architecture_in_names_and_vague_words_are_warned_of(string file, string path, string value, string invariant)
    {
        await CompileAsync();
        Assert.DoesNotContain(invariant, Warnings());

        Change(file, path, value);

        Assert.Contains(invariant, Warnings());
    }

    [Fact]
    public async Task What_a_user_invokes_needs_a_section_that_says_how_it_comes_to_be_there()
    {
        await CompileAsync();
        Change("transitions", "transitions/0/trigger", "\"User runs /bake\"");

        Assert.Contains(Issues(strict: false, spec: "# Bread\nThe user runs /bake.\n"), finding => finding.Rule == "I6");
        Assert.Empty(Issues(strict: false, spec: "# Bread\nThe user runs /bake.\n\n## Installation\nCopy the command.\n"));
    }

    [Fact]
    public async Task The_flat_form_of_an_index_and_triggers_with_parts_are_read()
    {
        await CompileAsync();
        var index = Read("index");
        var machine = index["machines"]!.AsArray()[0]!.AsObject();
        machine.Remove("files");
        (machine["states_file"], machine["transitions_file"]) = ("steel-thread.states.json", "steel-thread.transitions.json");
        Write("index", index);
        Change("transitions", "transitions/0/trigger", """{"type":"user","description":"Knead dough"}""");

        Assert.Empty(Issues(strict: false, spec: null));
        Assert.True((await FsmAnswers.DrawAsync(_folder, null, notes: true, default)).Passed);
    }

    [Fact]
    public async Task Every_file_that_an_index_names_is_there()
    {
        await CompileAsync();

        Assert.All(
            Read("index")["machines"]!.AsArray()
                .SelectMany(machine => machine!["files"]!.AsObject().Select(file => file.Value!.GetValue<string>())),
            file => Assert.True(File.Exists(Path.Combine(_folder, file)), file));
        Assert.Equal(2, Read("index")["machines"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_id_in_two_machines_is_told_apart_by_the_machine()
    {
        await CompileAsync();
        var index = Read("index");
        Write("sell.transitions",
            JsonNode.Parse(File.ReadAllText(PathOf("sell.transitions")).Replace("\"TR5\"", "\"TR1\"", StringComparison.Ordinal))!);
        Write("index", index);

        var model = FsmFolder.Read(_folder);

        Assert.Contains("I3", Warnings());
        Assert.Contains(
            new TransitionCoverage(model, [new TransitionTask("T001", ["M1:TR1", "TR2", "TR3", "TR4"], [], ["TR1"])]).Gate(1, 0.9),
            finding => finding.IsIssue && !finding.Message.Contains("Steel", StringComparison.Ordinal));
    }

    private async Task CompileAsync()
    {
        var compiled = FsmCompiler.Compile(
            FsmSource.FromSynthesis(JsonNode.Parse(Bakery)), new SpecQuotes("spec.md", null), "spec.json", "spec", "0123456789abcdef");
        await FsmAnswers.WriteAsync(compiled.Model!, _folder, default);
    }

    private FsmFinding[] Issues(bool strict, string? spec) => [.. Findings(strict, spec).Where(finding => finding.IsIssue)];

    private string[] Warnings() =>
        [.. Findings(strict: false, spec: null).Where(finding => !finding.IsIssue).Select(finding => finding.Rule)];

    private IEnumerable<FsmFinding> Findings(bool strict, string? spec)
    {
        var read = FsmFolder.Read(_folder);
        return [.. read.Problems, .. read.Model is { } model ? ModelChecks.Check(model, strict, spec) : []];
    }

    private string PathOf(string file) =>
        Path.Combine(_folder, file is "index" or "sell.transitions" ? $"{file}.json" : $"steel-thread.{file}.json");

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(PathOf(file)))!;

    private void Write(string file, JsonNode json) => File.WriteAllText(PathOf(file), json.ToJsonString());

    private void Change(string file, string path, string value)
    {
        var json = Read(file);
        var at = json;
        var parts = path.Split('/');
        foreach (var part in parts[..^1])
        {
            at = int.TryParse(part, out var number) ? at![number] : at![part];
        }

        at![parts[^1]] = JsonNode.Parse(value);
        Write(file, json);
    }

    private const string Bakery = """
        {"workflows":[{"name":"Bake bread","is_steel_thread":true,"trigger":"order arrives","postconditions":["Bread delivered"],
          "steps":[{"name":"Knead dough","behaviors":["B1"]},{"name":"Bake loaf","behaviors":["B2"]}],
          "failures":[{"name":"Oven broken","condition":"oven is cold","outcome":"Order cancelled","from_step":1}]},
          {"name":"Sell","steps":[{"name":"Take money"}]}],
         "invariants":[{"id":"I1","rule":"The oven is never cold while baking"}]}
        """;
}
