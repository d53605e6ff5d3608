using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>The maps that the phases before tasks leave behind: checked against their schemas and kept in the state.</summary>
public static class PlanArtifacts
{
    private static readonly string[] Known = ["capability_map", "physical_map"];

    /// <summary>Checks a map and keeps what came of it, also when it is wrong.</summary>
    /// <param name="state">Gets <c>artifacts.&lt;name&gt;</c> and an event.</param>
    /// <param name="folder">The plan.</param>
    /// <param name="name"><c>capability_map</c> or <c>physical_map</c>.</param>
    /// <param name="file">Another file to check; null: where the map belongs. Absolute.</param>
    /// <param name="now">When.</param>
    /// <returns>What is wrong, each as <c>/path: what</c>; empty when it is right.</returns>
    /// <exception cref="PlanningException">There is no artifact of that name.</exception>
    public static IReadOnlyList<string> Register(PlanState state, PlanningFolder folder, string name, string? file, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(folder);
        if (!Known.Contains(name, StringComparer.Ordinal))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no artifact '{name}'. Known are: {string.Join(", ", Known)}.");
        }

        var path = file ?? (name == Known[0] ? folder.CapabilityMap : folder.PhysicalMap);
        var problems = Problems(path, name);
        state.Artifacts[name] = new JsonObject
        {
            ["path"] = path,
            ["checksum"] = Checksum.OfFile(path),
            ["valid"] = problems.IsEmpty,
            ["validated_at"] = Timestamps.Text(now),
            ["error"] = problems.IsEmpty ? null : string.Join("; ", problems),
        };
        state.AddEvent(now, "artifact_registered", details: new JsonObject { ["artifact"] = name, ["valid"] = problems.IsEmpty });
        return problems;
    }

    internal static ImmutableArray<string> Problems(string path, string name)
    {
        if (!File.Exists(path))
        {
            return [Directory.Exists(Path.GetDirectoryName(path)) ? $"there is no file '{path}'" : $"there is no folder '{Path.GetDirectoryName(path)}'"];
        }

        try
        {
            return Schema(name.Replace('_', '-')).Problems(ValueJson.Read(JsonFile.Read(path, name).ToJsonString()));
        }
        catch (PlanningException unreadable)
        {
            return [unreadable.Message];
        }
    }

    private static JsonSchema Schema(string name)
    {
        using var stream = typeof(PlanArtifacts).Assembly.GetManifestResourceStream($"{name}.schema.json")!;
        using var text = new StreamReader(stream);
        return JsonSchema.Read(ValueJson.Read(text.ReadToEnd()), out var problems)
            ?? throw new InvalidDataException($"The schema '{name}' of this program is wrong: {string.Join("; ", problems)}");
    }
}
