using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Plugins;

/// <summary>The hooks in the settings of one project that are not shared. Everything else in them stays as it is.</summary>
/// <param name="Content">The settings as they should be; null when they are.</param>
internal sealed record ProjectHooks(ReadOnlyMemory<byte>? Content)
{
    /// <summary>Where they lie in the project.</summary>
    public const string Path = ".claude/settings.local.json";

    private const int Seconds = 30;

    private static readonly (string Event, string? Matcher, string Command)[] Wanted =
    [
        ("PostToolUse", "Task|Agent", "\"$CLAUDE_PROJECT_DIR\"/.claude/hooks/post-task-commit.sh"),
        ("SubagentStop", null, "tasker hook subagent-stop"),
    ];

    /// <summary>Reads the settings and adds what they lack. A hook with the same command in any spelling of its path counts as there.</summary>
    /// <param name="path">The file; need not be there.</param>
    /// <exception cref="PlanningException">They are no JSON object, or their hooks are not what hooks are.</exception>
    public static ProjectHooks Read(string path)
    {
        var settings = JsonFile.TryRead(path, "The settings") ?? [];
        var hasChanged = false;
        foreach (var (name, matcher, command) in Wanted)
        {
            var groups = Groups(settings, name, path);
            if (!Commands(groups).Any(known => known.EndsWith(EndOf(command), StringComparison.Ordinal)))
            {
                var group = new JsonObject();
                if (matcher is not null)
                {
                    group["matcher"] = matcher;
                }

                group["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = command, ["timeout"] = Seconds });
                groups.Add((JsonNode)group);
                hasChanged = true;
            }
        }

        return new ProjectHooks(hasChanged ? JsonFile.Format(settings) : (ReadOnlyMemory<byte>?)null);
    }

    private static string EndOf(string command) => command[(command.LastIndexOf('/') + 1)..];

    private static IEnumerable<string> Commands(JsonArray groups) => groups.SelectMany(group => group.Items("hooks")).Select(hook => hook.Text("command")).OfType<string>();

    private static JsonArray Groups(JsonObject settings, string name, string path)
    {
        if ((settings["hooks"] ??= new JsonObject()) is JsonObject hooks && (hooks[name] ??= new JsonArray()) is JsonArray groups)
        {
            return groups;
        }

        throw new PlanningException(PlanningCodes.Schema, $"'hooks' of '{path}' is not an object of lists; nothing was written. Mend it, or remove the file.");
    }
}
