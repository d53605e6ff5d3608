using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Tests.Fsm;

/// <summary>What we compile keeps every invariant; what is missing never opens a gate.</summary>
public sealed class FsmLaws : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-fsm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Machines_that_we_compile_have_no_issues() => Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Sources()), json =>
    {
        var compiled = Compile(json);
        Assert.Empty(compiled.Problems);
        Assert.DoesNotContain(ModelChecks.Check(compiled.Model!, strict: false, spec: null), f => f.IsIssue);
        Assert.Equal(JsonNode.Parse(json)!["workflows"]!.AsArray().Count, compiled.Model!.Machines.Count);
    }));

    [Fact]
    public async Task Machines_that_were_written_are_read_back_the_same()
    {
        var compiled = Compile(Bakery).Model!;
        await FsmAnswers.WriteAsync(compiled, _folder, default);

        var read = FsmFolder.Read(_folder);

        Assert.Empty(read.Problems);
        Assert.Equal(FsmDocuments.Index(compiled).ToJsonString(), FsmDocuments.Index(read.Model!).ToJsonString());
        Assert.True(FsmAnswers.Validate(_folder, strict: false, spec: null).Passed);
        Assert.Equal(0, FsmAnswers.Validate(_folder, strict: false, spec: null).Json["warning_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_gate_over_a_file_that_is_missing_is_closed()
    {
        await FsmAnswers.WriteAsync(Compile(Bakery).Model!, _folder, default);
        File.Delete(Path.Combine(_folder, "steel-thread.transitions.json"));

        var findings = new TransitionCoverage(FsmFolder.Read(_folder), [new TransitionTask("T001", ["TR1"], [], [])]).Gate(1, 0.9);

        Assert.Contains(findings, f => f.IsIssue && f.Message.Contains("transitions", StringComparison.Ordinal));
    }

    [Fact]
    public void Coverage_only_grows_with_tasks_and_says_what_is_open()
    {
        var reading = new FsmReading(Compile(Bakery).Model, []);
        var half = new TransitionCoverage(reading, [new TransitionTask("T001", ["TR1"], [], ["TR1 fires"])]);
        var whole = new TransitionCoverage(
            reading, [new TransitionTask("T001", ["TR1"], [], ["TR1"]), new TransitionTask("T002", ["TR2", "TR3", "TR4"], [], [])]);

        var issue = Assert.Single(half.Gate(1, 0.9), f => f.IsIssue);
        Assert.Contains("below required 100%", issue.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(whole.Gate(1, 0.9), f => f.IsIssue);
    }

    [Fact]
    public void A_variant_that_leads_nowhere_is_refused_with_its_place()
    {
        var compiled = Compile("""{"workflows":[{"name":"W","steps":[{"name":"Weigh flour"}],"variants":[{"name":"Lost","condition":"no flour","outcome":"Somewhere else"}]}]}""");

        Assert.Null(compiled.Model);
        Assert.Contains("/workflows/0/variants/0", Assert.Single(compiled.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_is_linked_to_the_invariant_that_is_about_the_same()
    {
        var links = new GuardLinks([new InvariantSource("I1", "The oven must be valid and required", null),
            new InvariantSource("I2", "Customer email address has a domain", null)]);

        Assert.Equal("I2", links.Link("the email address of the customer must be valid").InvariantId);
        Assert.Null(links.Link("it must be valid").InvariantId);
    }

    private const string Bakery = """
        {"workflows":[{"name":"Bake bread","is_steel_thread":true,"trigger":"order arrives","postconditions":["Bread delivered"],
          "steps":[{"name":"Knead dough","behaviors":["B1"]},{"name":"Bake loaf","behaviors":["B2"]}],
          "failures":[{"name":"Oven broken","condition":"oven is cold","outcome":"Order cancelled","from_step":1}]}],
         "invariants":[{"id":"I1","rule":"The oven is never cold while baking"}]}
        """;

    private static FsmCompilation Compile(string json) =>
        FsmCompiler.Compile(
            FsmSource.FromSynthesis(JsonNode.Parse(json)), new SpecQuotes("spec.md", null), "spec.json", "spec", "0123456789abcdef");

    private static Gen<string> Sources() =>
        from flows in Gen.Choose(1, 4)
        from steps in Gen.Choose(1, 5)
        from variant in Gen.Choose(0, 3)
        from failures in Gen.Choose(0, 3)
        select new JsonObject
        {
            ["workflows"] = new JsonArray([.. Enumerable.Range(0, flows).Select(w => (JsonNode)new JsonObject
            {
                ["name"] = $"W{w}",
                ["is_steel_thread"] = w == flows - 1,
                ["steps"] = new JsonArray([.. Enumerable.Range(1, steps).Select(s => (JsonNode)new JsonObject { ["name"] = $"s{s}" })]),
                ["variants"] = variant == 0 ? new JsonArray() : new JsonArray(variant == 1
                    ? new JsonObject { ["condition"] = "c", ["outcome"] = "Elsewhere entirely", ["to_step"] = 0 }
                    : new JsonObject { ["condition"] = "c", ["outcome"] = "An end of its own", ["is_terminal"] = true }),
                ["failures"] = new JsonArray([.. Enumerable.Range(0, failures).Select(
                    f => (JsonNode)new JsonObject { ["condition"] = $"x{f}", ["outcome"] = $"o{f % 2}" })]),
            })]),
        }.ToJsonString();
}
