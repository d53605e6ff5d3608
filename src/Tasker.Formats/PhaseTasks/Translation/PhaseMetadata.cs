using Tasker.Core.Values;
using Tasker.Formats.PhaseTasks.Reading;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>The metadata of a task as prompts and results show it.</summary>
internal static class PhaseMetadata
{
    public static Value.Map Of(PhaseTask task)
    {
        var map = Value.Map.From([new("name", Value.Of(task.Name))]);
        map = task.Description.Length > 0 ? map.With("description", Value.Of(task.Description)) : map;
        map = task.Version.Length > 0 ? map.With("version", Value.Of(task.Version)) : map;
        map = task.MaxExecutionTime is { } limit ? map.With("maxExecutionTime", Value.Of(limit.TotalMilliseconds)) : map;
        if (task.Retry is { } retry)
        {
            map = map.With("retry", Value.Map.From(
                [new("maxAttempts", Value.Of(retry.MaxAttempts)), new("backoffMs", Value.Of(retry.Backoff.TotalMilliseconds))]));
        }

        return task.Requirements.IsEmpty ? map : map.With("requirements", Value.Map.From(task.Requirements.Select(r =>
            new KeyValuePair<string, Value>(r.Name, Value.Of(MetadataReader.WordOf(r.Type) + (r.IsOptional ? "?" : ""))))));
    }
}
