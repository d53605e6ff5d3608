using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Gates;

namespace Tasker.Planning.Bundles;

/// <summary>Makes the bundle of a task: everything that its executor needs, in one file. The same sources make the same bundle.</summary>
internal static class BundleMaker
{
    /// <summary>The version that is written. Any 1.x is read.</summary>
    public const string Version = "1.4";

    private const int LongestExcerpt = 4000;

    /// <summary>Makes a bundle.</summary>
    /// <param name="sources">What it is made from.</param>
    /// <param name="id">The task.</param>
    /// <param name="createdAt">When it is made.</param>
    /// <exception cref="PlanningException">The task or its file is missing.</exception>
    public static JsonObject Make(BundleSources sources, string id, string createdAt)
    {
        _ = sources.State.Required(id);
        var task = sources.Task(id);
        var dependencyFiles = sources.DependencyFiles(task);
        var bundle = new JsonObject
        {
            ["version"] = Version,
            ["bundle_created_at"] = createdAt,
            ["task_id"] = id,
            ["name"] = task.Name,
            ["phase"] = Math.Max(1, task.Phase),
            ["task_type"] = task.TaskType,
            ["target_dir"] = sources.State.TargetDir,
            ["result_path"] = sources.Folder.Result(id),
            ["context"] = Context(sources, task),
            ["behaviors"] = Behaviors(sources, task),
            ["files"] = BundleFiles.Of(sources, task),
            ["dependencies"] = new JsonObject
            {
                ["tasks"] = JsonView.List(task.DependsOn),
                ["files"] = JsonView.List(dependencyFiles),
                ["external"] = JsonView.List(task.Node["dependencies"].Texts("external")),
            },
            ["acceptance_criteria"] = task.Node["acceptance_criteria"]?.DeepClone() ?? new JsonArray(),
            ["constraints"] = BundleConstraints.Parse(sources.Constraints),
        };
        if (task.Node["refactor_context"] is JsonObject refactoring)
        {
            bundle["refactor_context"] = refactoring.DeepClone();
        }

        if (sources.ProjectContext is { } project)
        {
            bundle["project_context"] = project;
        }

        if (Excerpt(sources, task) is { } excerpt)
        {
            bundle["spec_excerpt"] = excerpt;
        }

        if (task.StateMachine is { } machine)
        {
            bundle["state_machine"] = StateMachine(sources, machine);
        }

        var dependencies = new JsonObject();
        foreach (var file in dependencyFiles)
        {
            dependencies[file] = TargetPath.Resolve(sources.State.TargetDir, file) is { } path ? Checksum.OfFile(path) : "";
        }

        bundle["checksums"] = new JsonObject { ["artifacts"] = sources.Checksums(id), ["dependency_files"] = dependencies };
        bundle["bundle_checksum"] = ChecksumOf(bundle);
        return bundle;
    }

    /// <summary>The checksum of a bundle: of all of it but the checksum itself and the time when it was made.</summary>
    public static string ChecksumOf(JsonObject bundle)
    {
        var copy = (JsonObject)bundle.DeepClone();
        copy.Remove("bundle_checksum");
        copy.Remove("bundle_created_at");
        return Checksum.Of(JsonFile.Format(copy).Span);
    }

    /// <summary>What the task says about where it comes from, filled up from its first behaviour.</summary>
    private static JsonObject Context(BundleSources sources, TaskDefinition task)
    {
        var context = (JsonObject)task.Context.DeepClone();
        if (task.Behaviors.Where(sources.Behaviors.ContainsKey).FirstOrDefault() is { } first)
        {
            var (domain, capability, _) = sources.Behaviors[first];
            Fill("domain", domain.Text("name"));
            Fill("capability", capability.Text("name"));
            Fill("capability_id", capability.Text("id"));
            Fill("spec_ref", capability["spec_ref"]?.DeepClone());
        }

        return context;

        void Fill(string name, JsonNode? value)
        {
            if (!context.ContainsKey(name) && value is not null)
            {
                context[name] = value;
            }
        }
    }

    private static JsonArray Behaviors(BundleSources sources, TaskDefinition task) => new([.. task.Behaviors.Distinct().Select(id =>
    {
        var known = sources.Behaviors.TryGetValue(id, out var found) ? found.Behavior : null;
        return (JsonNode)new JsonObject
        {
            ["id"] = id,
            ["name"] = known.Text("name") ?? $"Unknown behavior {id}",
            ["type"] = known.Text("type") ?? "process",
            ["description"] = known.Text("description") ?? "",
        };
    })]);

    private static string? Excerpt(BundleSources sources, TaskDefinition task)
    {
        if (sources.Spec is not { } spec)
        {
            return null;
        }

        var words = new[] { task.Name, SpecReference.Of(task.Context).Quote ?? "" }
            .Concat(task.Behaviors.Select(b => sources.Behaviors.TryGetValue(b, out var found) ? found.Behavior.Text("name") ?? "" : ""));
        var text = string.Join("\n\n", RelevantSections.Of(spec, words).Select(s => s.Text));
        return text.Length == 0 ? null : text.Length <= LongestExcerpt ? text : text[..LongestExcerpt];
    }

    private static JsonObject StateMachine(BundleSources sources, JsonObject machine)
    {
        var copy = (JsonObject)machine.DeepClone();
        if (sources.Fsm?.Model is { } model)
        {
            var names = new TransitionNames(model);
            var details = machine.Texts("transitions_covered").SelectMany(names.Find).Distinct()
                .Select(key => model.Machines.First(m => m.Id == key.Machine).Transitions.First(t => t.Id == key.Id) is var t
                    ? (JsonNode)new JsonObject
                    {
                        ["id"] = t.Id,
                        ["machine_id"] = key.Machine,
                        ["from_state"] = t.From,
                        ["to_state"] = t.To,
                        ["trigger"] = t.Trigger,
                        ["guards"] = FsmDocuments.Guards(t),
                        ["is_failure_path"] = t.IsFailurePath,
                    }
                    : null);
            copy["transitions_detail"] = new JsonArray([.. details]);
        }

        return copy;
    }
}
