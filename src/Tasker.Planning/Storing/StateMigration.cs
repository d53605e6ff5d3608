using System.Text.Json.Nodes;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Storing;

/// <summary>Understands states that other programs wrote at the same place: 1.x, and the session of an interview, version 3.0.</summary>
internal static class StateMigration
{
    private const string SessionVersion = "3.0";

    /// <summary>True for a state of ours that needs no translation.</summary>
    public static bool IsCurrent(JsonLook state) =>
        state["version"].Text == PlanState.CurrentVersion && state["phase"] is { IsNothing: true } or { IsObject: true } && !state["tasks"].IsList;

    /// <summary>Translates; null when it is a state of ours already.</summary>
    /// <param name="node">What was read.</param>
    /// <param name="original">The bytes that it was read from.</param>
    /// <param name="path">The file, for whoever is told what is wrong with it.</param>
    /// <exception cref="PlanningException">The version is not known, or it is no state at all.</exception>
    public static MigratedState? Migrate(JsonObject node, ReadOnlyMemory<byte> original, string path)
    {
        if (node["version"] is null && node["phase"] is null && node["tasks"] is null)
        {
            throw PlanState.Broken(path, "it has no version, no phase and no tasks");
        }

        var version = Word(node["version"]) ?? "1.0";
        return version switch
        {
            PlanState.CurrentVersion => Tidied(node, version, original),
            SessionVersion => new MigratedState(version, OfSession(node), (JsonObject)node.DeepClone(), original),
            _ when version == "1" || version.StartsWith("1.", StringComparison.Ordinal) => OfFirst(node, version, original),
            _ => throw new PlanningException(
                PlanningCodes.Schema,
                $"The state '{path}' has version '{OneLine.Of(version)}', which this Tasker does not know; it reads 1.x, 2.0 and 3.0. Use the program that wrote it."),
        };
    }

    /// <summary>Keeps the file as it was, and what does not belong into a state, before the state is written.</summary>
    public static async Task KeepOriginalAsync(PlanningFolder folder, MigratedState migrated, PlanState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var backup = Path.Combine(folder.Root, $"state.json.{migrated.From}.{now.UtcDateTime:yyyyMMddHHmmssfff}.bak");
        await AtomicFile.WriteAsync(backup, migrated.Original, cancellationToken);
        if (migrated.Session is { } session)
        {
            await JsonFile.WriteAsync(Path.Combine(folder.Root, "spec_session.json"), session, cancellationToken);
        }

        state.AddEvent(now, "state_migrated", details: new JsonObject { ["from"] = migrated.From, ["to"] = PlanState.CurrentVersion, ["backup"] = Path.GetFileName(backup) });
    }

    /// <summary>The interview is over or goes on in its own file; the plan begins.</summary>
    private static JsonObject OfSession(JsonObject session)
    {
        var state = New(Word(session["target_dir"]));
        foreach (var field in new[] { "created_at", "updated_at" })
        {
            if (Word(session[field]) is { } at)
            {
                state[field] = at;
            }
        }

        return state;
    }

    /// <summary>A phase that is only a word, tasks that are a list: everything else stays as it is.</summary>
    private static MigratedState OfFirst(JsonObject node, string version, ReadOnlyMemory<byte> original)
    {
        var state = (JsonObject)node.DeepClone();
        state["version"] = PlanState.CurrentVersion;
        Tidy(state);
        foreach (var (name, value) in New(Word(state["target_dir"])))
        {
            state.TryAdd(name, value?.DeepClone());
        }

        return new MigratedState(version, state, null, original);
    }

    private static MigratedState? Tidied(JsonObject node, string version, ReadOnlyMemory<byte> original)
    {
        if (node["phase"] is not JsonValue && node["tasks"] is not JsonArray)
        {
            return null;
        }

        Tidy(node);
        return new MigratedState(version, node, null, original);
    }

    private static void Tidy(JsonObject state)
    {
        if (Word(state["phase"]) is { } phase)
        {
            var at = PlanPhases.IndexOf(phase);
            state["phase"] = new JsonObject { ["current"] = at < 0 ? PlanPhases.First : phase, ["completed"] = JsonView.List(PlanPhases.All.Take(Math.Max(at, 0))) };
        }

        if (state["tasks"] is JsonArray list)
        {
            var tasks = new JsonObject();
            foreach (var task in list.OfType<JsonObject>().ToArray())
            {
                if (Word(task["id"]) is { } id)
                {
                    tasks[id] = task.DeepClone();
                }
            }

            state["tasks"] = tasks;
        }
    }

    private static JsonObject New(string? target) => new()
    {
        ["version"] = PlanState.CurrentVersion,
        ["phase"] = new JsonObject { ["current"] = PlanPhases.First, ["completed"] = new JsonArray() },
        ["target_dir"] = target ?? "",
        ["created_at"] = "",
        ["tasks"] = new JsonObject(),
    };

    private static string? Word(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
