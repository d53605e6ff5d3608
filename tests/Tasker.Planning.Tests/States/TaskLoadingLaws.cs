using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.States;

/// <summary>
/// What task files define is in the state after they are loaded, how tasks are going is kept, and what changed is told: for few tasks
/// and for many.
/// </summary>
public sealed class TaskLoadingLaws
{
    private static readonly PlanningFolder Folder = new("/plan/.tasker");
    private static readonly string[] Words = ["pending", "running", "complete", "failed", "skipped"];

    /// <summary>A definition, as far as loading looks at it; needs are numbers of tasks, some of which may not exist.</summary>
    private sealed record Definition(int Id, string Name, int Phase, int[] Needs, bool IsSteel, string[] Files)
    {
        public string Key => $"T{Id:D3}";

        public TaskDefinition Read() => new(JsonFile.Look(Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = Key,
            ["name"] = Name,
            ["phase"] = Phase,
            ["context"] = new JsonObject { ["steel_thread"] = IsSteel },
            ["dependencies"] = new JsonObject { ["tasks"] = JsonView.List(Needs.Select(need => $"T{need:D3}")) },
            ["files"] = new JsonArray([.. Files.Select(file => new JsonObject { ["path"] = file })]),
        }.ToJsonString()))!.Value);
    }

    [Fact]
    public void Loading_brings_in_what_is_defined_and_tells_what_changed() => Prop.ForAll(
        Plans().Zip(Plans()).Zip(Gen.Elements(Words).ArrayOf(20)).ToArbitrary(),
        plans =>
        {
            var ((first, second), words) = plans;
            var state = new PlanState(JsonNode.Parse("""{"version":"2.0","phase":{"current":"ready","completed":[]},"tasks":{}}""")!.AsObject());
            Load(state, first);
            foreach (var task in state.Tasks)
            {
                task.Set("status", words[task.Id.Length * task.Id[^1] % words.Length]);
                task.Set("kept", task.Id);
            }

            // As a command has it: read from the text that the one before it wrote.
            state = new PlanState(JsonFile.Look(state.Written.Format(state, isKept: false))!.Value);
            var before = state.Tasks.ToDictionary(task => task.Id, task => task.Text("status"));
            var loading = Load(state, second);

            Holds(state, second);
            var (old, now) = (first.ToDictionary(one => one.Key), second.ToDictionary(one => one.Key));
            Assert.Equal(second.Where(one => !old.ContainsKey(one.Key)).Select(one => one.Key), loading.Added);
            Assert.Equal(
                second.Where(one => old.TryGetValue(one.Key, out var was) && !IsSame(was, one)).Select(one => one.Key), loading.Updated);
            Assert.Equal(first.Where(one => !now.ContainsKey(one.Key)).Select(one => one.Key), loading.Removed);
            Assert.All(state.Tasks.Where(task => before.ContainsKey(task.Id)), task =>
            {
                Assert.Equal(task.Id, task.Text("kept"));
                Assert.True(before[task.Id] == task.Text("status") || before[task.Id] is "pending");
            });

            // Once more, nothing is new.
            var again = new PlanState(JsonFile.Look(state.Written.Format(state, isKept: false))!.Value);
            var texts = again.Tasks.Select(task => task.Node.ToJsonString()).ToArray();
            var repeated = Load(again, second);
            Assert.Empty(repeated.Added);
            Assert.Empty(repeated.Updated);
            Assert.Equal(texts, again.Tasks.Select(task => task.Node.ToJsonString()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static TaskLoading Load(PlanState state, Definition[] plan) =>
        TaskLoading.Merge(state, [.. plan.Select(one => one.Read())], Folder, DateTimeOffset.UnixEpoch);

    private static bool IsSame(Definition a, Definition b) =>
        (a.Name, a.Phase, a.IsSteel) == (b.Name, b.Phase, b.IsSteel) && a.Needs.SequenceEqual(b.Needs) && a.Files.SequenceEqual(b.Files);

    private static void Holds(PlanState state, Definition[] plan)
    {
        foreach (var one in plan)
        {
            var task = state.Required(one.Key);
            Assert.Equal(one.Name, task.Name);
            Assert.Equal(one.Phase, task.Phase);
            Assert.Equal(one.IsSteel, task.IsSteelThread);
            Assert.Equal(one.Needs.Select(need => $"T{need:D3}"), task.DependsOn);
            Assert.Equal(one.Files, task.Texts("declared_files"));
            Assert.Equal(Folder.TaskFile(one.Key), task.Text("file"));
        }

        foreach (var task in state.Tasks)
        {
            Assert.Equal(
                state.Tasks.Where(other => other.DependsOn.Contains(task.Id)).Select(other => other.Id).Order(TaskIds.Order),
                task.Texts("blocks"));
        }
    }

    /// <summary>Some few tasks, or more than are looked at by one thread.</summary>
    private static Gen<Definition[]> Plans() => Gen.Elements(3, 9, 150).SelectMany(most =>
        Gen.Elements("a", "b", "é \"c\"").Zip(Gen.Choose(0, 2)).Zip(Gen.Choose(1, most + 2).ArrayOf(3)).Zip(Gen.Elements(true, false))
            .Zip(Gen.Elements("src/a.cs", "b", "c d").ArrayOf(2)).Zip(Gen.Choose(0, 9)).ArrayOf(most)
            .Select(all => all.Select((one, i) => (one, i)).Where(x => x.one.Item2 > 0).Select(x =>
            {
                var ((((name, phase), needs), steel), files) = x.one.Item1;
                return new Definition(x.i + 1, name, phase, needs, steel, files);
            }).ToArray()));
}
