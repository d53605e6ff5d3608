using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Gates;
using Tasker.Planning.Specs;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.Gates;

/// <summary>The defects that gates of this format are known for, each shown not to be ours.</summary>
public sealed class GateTests
{
    [Fact]
    public void Ids_in_every_notation_are_found_and_no_other_id_takes_their_place()
    {
        const string spec = "# A\n- REQ-001: one thing\n- a bullet\n**REQ-2** two things\n[R3.1] three things\n## REQ-4: four\nits body\n"
            + "| REQ-5 | five things |\n```\nREQ-6: code\n```\nR2D2: a robot\n# Phase 2\nREQ-7: later\n";
        var found = RequirementReader.Read(SpecText.Read(spec), []);

        Assert.Equal(["REQ-001", "REQ-2", "R3.1", "REQ-4", "REQ-5"], found.Select(r => r.Id));
    }

    [Fact]
    public void Coverage_never_passes_one_and_says_when_there_is_nothing_to_cover()
    {
        var coverage = Coverage("- REQ-1: the oven heats to 250 degrees\n- REQ-2: the door locks while it bakes\n",
            Task("T001", "the oven heats to 250 degrees", "REQ-2", "NOT-THERE"));
        var none = Coverage("Just words.", Task("T001", "words"));

        Assert.Equal((1.0, true), (coverage.Ratio, coverage.Applies));
        Assert.False(none.Applies);
    }

    [Fact]
    public void Coverage_below_its_threshold_is_told_as_scripts_expect()
    {
        var coverage = Coverage("- R1: a\n- R2: b\n- R3: c\n- R4: d\n", Task("T001", "nothing", "R1", "R2", "r3"));

        Assert.Equal("Spec coverage 75.0% below threshold 90.0%", coverage.Message);
        Assert.Equal(["R4"], coverage.Uncovered.Select(r => r.Requirement.Id));
    }

    [Fact]
    public void Circles_are_told_once_each_and_shortest_also_from_a_second_root()
    {
        var graph = new TaskGraph(
        [
            Needs("T001", "T002"), Needs("T002", "T003"), Needs("T003", "T001"), Needs("T004", "T001"), Needs("T005", "T005"),
            Needs("T006", "T099"),
        ]);

        Assert.Equal(["T001 -> T002 -> T003 -> T001", "T005 -> T005"], graph.Cycles.Select(c => string.Join(" -> ", c)));
        Assert.Equal(new TaskNeed("T006", "T099"), Assert.Single(graph.Missing));
    }

    [Fact]
    public void The_gate_of_sequencing_sees_the_graph_that_validate_dag_shows()
    {
        var state = new PlanState(JsonNode.Parse("""
            {"version":"2.0","phase":{"current":"sequencing"},"tasks":{
            "T001":{"id":"T001","phase":1,"depends_on":["T002"]},"T002":{"id":"T002","phase":1,"depends_on":["T001"]},
            "T003":{"id":"T003","phase":1,"depends_on":["T004","T099"]},"T004":{"id":"T004","phase":2},"T005":{"id":"T005"} } }
            """)!.AsObject());

        var reasons = new PhaseGates(PlanningFolder.OfTarget("/nowhere")).Ask(state, default).Reasons;

        Assert.Equal(
            [
                "T005 has no phase",
                "tasks need each other in a circle: T001 -> T002 -> T001",
                "T003 needs T099, but there is no such task",
                "T003 (phase 1) needs T004 (phase 2): a need must stand in the same or an earlier phase",
            ],
            reasons);
    }

    [Fact]
    public void A_graph_without_circles_has_levels_and_a_longest_chain()
    {
        var graph = new TaskGraph([Needs("T001"), Needs("T002", "T001"), Needs("T003", "T002"), Needs("T004", "T001")]);

        Assert.True(graph.IsValid);
        Assert.Equal(["T001", "T002", "T003"], graph.CriticalPath);
        Assert.Equal(3, graph.Levels.Count);
    }

    [Theory]
    [InlineData("pytest tests/a.py::b", true)]
    [InlineData("gopher run", false)]
    [InlineData("go test ./a", true)]
    [InlineData("./check.sh", true)]
    public void A_tool_is_a_whole_word(string command, bool known) => Assert.Equal(known, VerificationCommand.BeginsWithTool(command));

    [Fact]
    public void Leakage_is_told_by_words_and_by_unknown_behaviours_not_by_ids()
    {
        const string Later = "Synchronise reservations across devices";
        var inputs = new PlanInputs
        {
            Tasks =
            [
                Of($$"""{"id":"T001","name":"{{Later}}","behaviors":["B1"]}"""),
                Of("""{"id":"T002","name":"Take order","behaviors":["B1","B9"]}"""),
                Of($$"""{"id":"T003","name":"Take order","behaviors":["B1"],"context":{"spec_ref":{"quote":"{{Later}} (B1)"} } }"""),
                Of("""{"id":"T004","name":"Take order in production","phase":3,"behaviors":["B1"]}"""),
                Of($$"""{"id":"T005","name":"{{Later}}","task_type":"refactor","behaviors":["B1"]}"""),
            ],
            Spec = SpecText.Read($"# Phase 1\nTake orders.\n# Phase 2\n{Later} (B1).\n"),
            Map = new CapabilityMap(JsonNode.Parse(
                $$"""
                {"domains":[{"capabilities":[{"behaviors":[{"id":"B1","name":"Take order"}]}]}],
                "phase_filtering":{"excluded_phases":[{"phase":2,"summary":"{{Later}} (B1)"}]} }
                """)!.AsObject()),
        };

        Assert.Equal(
            ["T001 shares the words", "T002 has no behaviour B9", "T003 stands only in 'Phase 2'"],
            PhaseLeakage.Find(inputs).Select(found => $"{found.TaskId} {Told(found.Message)}").Order());

        static string Told(string message) =>
            new[] { "shares the words", "has no behaviour B9", "stands only in 'Phase 2'" }.SingleOrDefault(message.Contains) ?? message;
    }

    private static SpecCoverage Coverage(string spec, params TaskDefinition[] tasks) =>
        SpecCoverage.Of(new PlanInputs { Tasks = tasks, Spec = SpecText.Read(spec) });

    private static TaskDefinition Needs(string id, params string[] needs) =>
        new(new JsonObject { ["id"] = id, ["phase"] = 1, ["dependencies"] = new JsonObject { ["tasks"] = JsonView.List(needs) } });

    private static TaskDefinition Task(string id, string quote, params string[] requirements) => new(new JsonObject
    {
        ["id"] = id,
        ["context"] =
            new JsonObject { ["spec_ref"] = new JsonObject { ["quote"] = quote }, ["spec_requirements"] = JsonView.List(requirements) },
    });

    private static TaskDefinition Of(string json) => new(JsonNode.Parse(json)!.AsObject());
}
