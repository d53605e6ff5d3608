using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Metrics;

/// <summary>Why tasks that are failed now failed.</summary>
public static class FailureMetrics
{
    private const int MostShown = 3;

    /// <summary>Counts.</summary>
    public static JsonObject Of(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var failed = state.Tasks.Where(task => task.Status is PlanTaskStatus.Failed).OrderBy(task => task.Id, TaskIds.Order).ToArray();
        var byCategory = failed.GroupBy(task => FailureCategory.CountedAs(Word(task, "category"))).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var bySubcategory = failed.Where(task => Word(task, "subcategory") is not null).GroupBy(task => Word(task, "subcategory")!).OrderBy(group => group.Key, StringComparer.Ordinal);
        return new JsonObject
        {
            ["total_failed"] = failed.Length,
            ["by_category"] = Map(byCategory.Select(group => (group.Key, (JsonNode)group.Count()))),
            ["by_category_tasks"] = Map(byCategory.Select(group => (group.Key, (JsonNode)JsonView.List(group.Select(task => task.Id))))),
            ["by_subcategory"] = Map(bySubcategory.Select(group => (group.Key, (JsonNode)group.Count()))),
            ["retryable_count"] = failed.Count(task => task.IsRetryable),
            ["non_retryable_count"] = failed.Count(task => !task.IsRetryable),
            ["category_pct"] = Map(byCategory.Select(group => (group.Key, (JsonNode)Math.Round(100.0 * group.Count() / failed.Length, 1)))),
        };
    }

    /// <summary>The same for people.</summary>
    public static IEnumerable<string> Lines(JsonObject metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        yield return $"Failed tasks: {metrics["total_failed"]}";
        foreach (var (category, ids) in (JsonObject)metrics["by_category_tasks"]!)
        {
            var all = JsonView.Texts(ids);
            yield return $"  {category}: {all.Count} ({string.Join(", ", all.Take(MostShown))}{(all.Count > MostShown ? ", ..." : "")})";
        }

        foreach (var (subcategory, count) in (JsonObject)metrics["by_subcategory"]!)
        {
            yield return $"  {subcategory}: {count}";
        }

        yield return $"Retryable: {metrics["retryable_count"]}, not retryable: {metrics["non_retryable_count"]}";
    }

    private static JsonObject Map(IEnumerable<(string Name, JsonNode Value)> fields)
    {
        var map = new JsonObject();
        foreach (var (name, value) in fields)
        {
            map[name] = value;
        }

        return map;
    }

    private static string? Word(PlanTask task, string name) => task.Look["failure"][name].Text;
}
