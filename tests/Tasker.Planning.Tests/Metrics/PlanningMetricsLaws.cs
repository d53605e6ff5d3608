using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Documents;
using Tasker.Planning.Metrics;

namespace Tasker.Planning.Tests.Metrics;

public sealed class PlanningMetricsLaws
{
    [Fact]
    public void The_least_number_of_phases_is_the_longest_chain_of_what_lies_in_no_circle_and_behind_none() => Prop.ForAll(
        Gen.Choose(0, 2).SelectMany(count => Gen.Choose(1, 12).ListOf(count)).ListOf(8).ToArbitrary(),
        needs =>
        {
            var tasks = needs.Select((needed, i) => new TaskDefinition(new JsonObject
            {
                ["id"] = $"T{i + 1}",
                ["depends_on"] = JsonView.List(needed.Select(need => $"T{need}")),
            })).ToArray();

            // The depth of a task is known when that of all that it needs is, again and again until nothing new is known.
            var depth = new Dictionary<int, int>();
            for (var known = -1; known != depth.Count;)
            {
                known = depth.Count;
                for (var i = 0; i < needs.Count; i++)
                {
                    var there = needs[i].Where(need => need <= needs.Count).ToArray();
                    if (there.All(need => depth.ContainsKey(need - 1)))
                    {
                        depth[i] = 1 + there.Select(need => depth[need - 1]).DefaultIfEmpty().Max();
                    }
                }
            }

            Assert.Equal(depth.Values.DefaultIfEmpty().Max(), JsonView.Number(PlanningMetrics.Of(tasks)["min_phases"]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
