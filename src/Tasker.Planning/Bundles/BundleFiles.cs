using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Bundles;

/// <summary>The files of a bundle: those of the task, then those of its behaviours by the physical map; each path once, with all that is known of it.</summary>
internal static class BundleFiles
{
    public static JsonArray Of(BundleSources sources, TaskDefinition task)
    {
        var files = new List<JsonObject>();
        var byPath = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var file in task.Files)
        {
            Add((JsonObject)file.DeepClone(), null, null);
        }

        foreach (var behavior in task.Behaviors.Distinct())
        {
            foreach (var mapping in sources.PhysicalByBehavior[behavior])
            {
                foreach (var file in mapping.Items("files").OfType<JsonObject>())
                {
                    Add((JsonObject)file.DeepClone(), file.Text("layer"), behavior);
                }

                foreach (var test in mapping.Items("tests").OfType<JsonObject>())
                {
                    Add((JsonObject)test.DeepClone(), "test", behavior);
                }
            }
        }

        return new JsonArray([.. files.Select(f => (JsonNode)f)]);

        void Add(JsonObject file, string? layer, string? behavior)
        {
            if (file.Text("path") is not { Length: > 0 } path)
            {
                return;
            }

            if (!byPath.TryGetValue(path, out var known))
            {
                byPath[path] = known = file;
                files.Add(known);
            }

            foreach (var (name, value) in file.Where(f => !known.ContainsKey(f.Key)).ToArray())
            {
                known[name] = value?.DeepClone();
            }

            known["action"] ??= "create";
            if (layer is not null && known["layer"] is null)
            {
                known["layer"] = layer;
            }

            if (behavior is not null)
            {
                known["behaviors"] = JsonView.List(known.Texts("behaviors").Append(behavior).Distinct());
            }
        }
    }
}
