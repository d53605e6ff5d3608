using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Planning.Documents;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.Execution;

/// <summary>What holds for the workflow of any plan, in whatever state it is.</summary>
public sealed class PlanTranslatorLaws : IDisposable
{
    private const int Tasks = 8;

    private readonly string _target = Directory.CreateTempSubdirectory("tasker-translate-").FullName;

    private PlanningFolder Folder => PlanningFolder.OfTarget(_target);

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public void Every_task_that_can_be_reached_is_there_after_what_it_needs_and_nothing_else() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(States()), state =>
        {
            var order = ExecutionSelection.All(state).Tasks.Select(task => task.Id).ToList();

            foreach (var task in state.Tasks)
            {
                var canBe = task.Status is PlanTaskStatus.Pending
                    && task.DependsOn.All(id => state.Required(id) is { IsRefused: false } need
                        && (need.Status.IsSatisfied() || order.Contains(id)));
                Assert.Equal(canBe, order.Contains(task.Id));
                Assert.All(task.DependsOn.Where(order.Contains),
                    need => Assert.True(!order.Contains(task.Id) || order.IndexOf(need) < order.IndexOf(task.Id)));
            }

            Assert.All(Readiness.Of(state), task => Assert.Contains(task.Id, order));
        }));

    [Fact]
    public void Its_workflow_is_sound_and_two_that_write_one_file_come_one_after_the_other() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Arb.From(States()), state =>
        {
            WriteFiles(state);
            var read = PlanTranslator.Translate(Plan(), ExecutionSelection.All(state));

            Assert.DoesNotContain(read.Diagnostics, d => d.Severity is Severity.Error or Severity.Warning);
            var groups = read.Value!.Root.Members.OfType<GroupSpec>().ToDictionary(group => group.Id);
            foreach (var one in groups.Keys)
            {
                var files = FileConflicts.Of(state.Required(one));
                foreach (var other in groups.Keys.Where(id => id != one && files.Intersect(FileConflicts.Of(state.Required(id))).Any()))
                {
                    Assert.True(Waits(groups, one, other) || Waits(groups, other, one), $"{one} and {other} may write one file together.");
                }
            }
        }));

    [Fact]
    public void Nothing_of_a_plan_is_a_template()
    {
        var state = State([([], "pending", ["a"])]);
        state.Tasks[0].Set("name", "${{ run.id }} {RESULT}");
        WriteFiles(state, "test -n '${{ run.id }}'");

        var read = PlanTranslator.Translate(Plan(), ExecutionSelection.All(state));

        Assert.True(read.IsUsable);
        var members = ((GroupSpec)read.Value.Root.Members[0]).Members.OfType<StepSpec>().ToDictionary(step => step.Id);
        Assert.Equal("test -n '$${{ run.id }}'", ((StepAction.Run)members["T001/check1"].Action).Command.Line);
        Assert.Contains("T001: $${{ run.id }} {RESULT}", ((StepAction.Agent)members["T001/work"].Action).Prompt, StringComparison.Ordinal);
    }

    private static bool Waits(Dictionary<string, GroupSpec> groups, string node, string forWhat) =>
        groups[node].Needs.Any(need => need.Node == forWhat || (groups.ContainsKey(need.Node) && Waits(groups, need.Node, forWhat)));

    private ExecutionPlan Plan() => new() { Folder = Folder, Target = _target, Parallel = 3 };

    private void WriteFiles(PlanState state, string verification = "test -e done")
    {
        Directory.CreateDirectory(Folder.Tasks);
        foreach (var task in state.Tasks)
        {
            File.WriteAllText(Folder.TaskFile(task.Id), new JsonObject
            {
                ["id"] = task.Id,
                ["acceptance_criteria"] = new JsonArray(new JsonObject { ["criterion"] = "It is there", ["verification"] = verification }),
            }.ToJsonString());
        }
    }

    private static Gen<PlanState> States()
    {
        var status = Gen.Frequency((6, Gen.Constant("pending")), (2, Gen.Constant("complete")), (1, Gen.Constant("skipped")),
            (1, Gen.Constant("failed")), (1, Gen.Constant("running")));
        var needs = Gen.SubListOf(Enumerable.Range(1, Tasks).ToArray()).Select(list => list.ToArray());
        var files = Gen.SubListOf("a", "b", "c").Select(list => list.ToArray());
        var task = from n in needs from s in status from f in files select (n, s, f);

        // A task needs only tasks before it in a shuffled order, so that ids tell nothing about the order.
        return from tasks in task.ArrayOf(Tasks)
               from order in Gen.Shuffle(Enumerable.Range(1, Tasks).ToArray())
               select State([.. tasks.Select(
                   (one, i) => (one.n.Where(need => Array.IndexOf(order, need) < Array.IndexOf(order, i + 1)).ToArray(), one.s, one.f))]);
    }

    private static PlanState State((int[] Needs, string Status, string[] Files)[] tasks)
    {
        var node = new JsonObject();
        for (var i = 0; i < tasks.Length; i++)
        {
            node[$"T{i + 1:D3}"] = new JsonObject
            {
                ["id"] = $"T{i + 1:D3}",
                ["status"] = tasks[i].Status,
                ["phase"] = 1,
                ["depends_on"] = JsonView.List(tasks[i].Needs.Select(need => $"T{need:D3}")),
                ["declared_files"] = JsonView.List(tasks[i].Files),
            };
        }

        return new PlanState(
            new JsonObject { ["version"] = "2.0", ["phase"] = new JsonObject { ["current"] = "executing" }, ["tasks"] = node });
    }
}
