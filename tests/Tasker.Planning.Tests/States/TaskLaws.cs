using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Documents;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.States;

/// <summary>What holds after any order of commands about tasks.</summary>
public sealed class TaskLaws
{
    private const int Tasks = 6;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_order_of_commands_keeps_the_rules() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(Stories()), story =>
        {
            var state = Plan(story.Needs);
            foreach (var (verb, number) in story.Commands)
            {
                var task = state.Required(Id(number));
                var (before, couldStart) = (task.Status, Readiness.NeedsAreMet(state, task));
                if (TryDo(state, verb, task.Id))
                {
                    Assert.True(
                        verb != "start" || before == PlanTaskStatus.Running || couldStart, $"{task.Id} was started before its needs.");
                }
                else
                {
                    Assert.Equal(before, state.Required(task.Id).Status);
                }

                Hold(state);
            }
        }));

    private static void Hold(PlanState state)
    {
        foreach (var task in state.Tasks)
        {
            var causes = Above(state, task).Any(Blocking.IsCause);
            Assert.True(task.Status != PlanTaskStatus.Blocked || causes, $"{task.Id} is blocked and nothing blocks it.");
            Assert.True(task.Status != PlanTaskStatus.Pending || !causes, $"{task.Id} waits behind a failure and is not blocked.");
        }

        Assert.All(Readiness.Of(state), task => Assert.Equal(PlanTaskStatus.Pending, task.Status));
        Assert.Equal(state.Tasks.Count(task => task.Status == PlanTaskStatus.Complete), (int)state.Execution["completed_count"]!);
        Assert.Equal(state.Tasks.Count(task => task.Status == PlanTaskStatus.Failed), (int)state.Execution["failed_count"]!);
    }

    // Only what waits hands on what it waits for.
    private static IEnumerable<PlanTask> Above(PlanState state, PlanTask task) => task.DependsOn.Select(state.Required)
        .SelectMany(need => need.Status is PlanTaskStatus.Pending or PlanTaskStatus.Blocked ? Above(state, need).Prepend(need) : [need]);

    private static bool TryDo(PlanState state, string verb, string id)
    {
        try
        {
            _ = verb switch
            {
                "start" => TaskRules.Start(state, id, isHalted: false, force: false, Now),
                "complete" => TaskRules.Complete(state, id, [], [], Now),
                "fail" => TaskRules.Fail(state, id, new TaskFailure("It broke."), force: false, Now),
                "retry" => TaskRules.Retry(state, id, isOrphan: false, force: false, Now),
                _ => TaskRules.Skip(state, id, "Not needed.", isOrphan: false, Now),
            };
            DerivedFields.Update(state);
            return true;
        }
        catch (PlanningException)
        {
            return false;
        }
    }

    private static PlanState Plan(IReadOnlyList<int[]> needs)
    {
        var state = PlanBeginning.New("/plan", "ready", Now);
        for (var i = 0; i < Tasks; i++)
        {
            state.Add(Id(i), new JsonObject { ["name"] = Id(i), ["phase"] = 1, ["status"] = "pending", ["attempts"] = 0 })
                .SetDependsOn(needs[i].Select(Id));
        }

        return state;
    }

    private static string Id(int number) => $"T00{number + 1}";

    // A task needs only earlier ones, so there is no circle.
    private static Gen<Story> Stories() =>
        from needs in Gen.CollectToArray(Enumerable.Range(0, Tasks),
            i => i == 0 ? Gen.Constant(Array.Empty<int>()) : Gen.SubListOf(Enumerable.Range(0, i)).Select(some => some.Take(2).ToArray()))
        from commands in Gen.Elements("start", "start", "complete", "complete", "fail", "retry", "skip")
            .SelectMany(verb => Gen.Choose(0, Tasks - 1).Select(number => (verb, number))).ListOf(40)
        select new Story(needs, [.. commands]);

    private sealed record Story(IReadOnlyList<int[]> Needs, IReadOnlyList<(string Verb, int Number)> Commands)
    {
        public override string ToString() =>
            string.Join("; ", Needs.Select((some, i) => $"{Id(i)} needs {string.Join(',', some.Select(Id))}")) + ": "
                + string.Join(", ", Commands.Select(c => $"{c.Verb} {Id(c.Number)}"));
    }
}
