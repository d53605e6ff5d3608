using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Bundles;

/// <summary>Everything that bundles are made from, read once for all of them.</summary>
internal sealed class BundleSources
{
    private readonly Dictionary<string, string> _artifacts;

    private BundleSources(PlanningFolder folder, PlanState state)
    {
        PlanPlace.Check(folder, state); // A bundle tells its executor where to work.
        (Folder, State) = (folder, state);
        Map = new CapabilityMap(JsonFile.Read(folder.CapabilityMap, "The capability map"));
        Physical = new PhysicalMap(JsonFile.Read(folder.PhysicalMap, "The physical map"));
        Constraints = Text(folder.Constraints);
        Spec = Text(folder.Spec);
        ProjectContext = Text(Path.Combine(folder.Root, "inputs", "project-context.md"));
        Fsm = Directory.Exists(folder.Fsm) ? FsmFolder.Read(folder.Fsm) : null;
        _artifacts = ArtifactChecksums(folder);
        foreach (var (domain, capability, behavior) in Map.Behaviors())
        {
            if (behavior.Text("id") is { } id)
            {
                Behaviors.TryAdd(id, (domain, capability, behavior));
            }
        }

        PhysicalByBehavior = Physical.FileMapping.Where(m => m.Text("behavior_id") is not null).ToLookup(m => m.Text("behavior_id")!);
    }

    public PlanningFolder Folder { get; }

    public PlanState State { get; private set; }

    public CapabilityMap Map { get; }

    public PhysicalMap Physical { get; }

    /// <summary>Each behaviour with its capability and domain.</summary>
    public Dictionary<string, (JsonObject Domain, JsonObject Capability, JsonObject Behavior)> Behaviors { get; } = new(StringComparer.Ordinal);

    /// <summary>What the physical map says about each behaviour.</summary>
    public ILookup<string, JsonObject> PhysicalByBehavior { get; }

    public string? Constraints { get; }

    public string? Spec { get; }

    public string? ProjectContext { get; }

    /// <summary>The machines; null when there are none.</summary>
    public FsmReading? Fsm { get; }

    /// <summary>Reads the sources.</summary>
    /// <exception cref="PlanningException">The state or a map is missing or broken, or the plan belongs elsewhere.</exception>
    public static BundleSources Read(PlanStore store) => new(store.Folder, store.Read());

    /// <summary>The same sources with another state.</summary>
    public BundleSources With(PlanState state)
    {
        var copy = (BundleSources)MemberwiseClone();
        copy.State = state;
        return copy;
    }

    /// <summary>Reads the sources for a state that was read.</summary>
    /// <exception cref="PlanningException">A map is missing or broken.</exception>
    public static BundleSources Read(PlanningFolder folder, PlanState state) => new(folder, state);

    /// <summary>Every file that they come from.</summary>
    public static IEnumerable<string> Files(PlanningFolder folder) =>
    [
        folder.CapabilityMap, folder.PhysicalMap, folder.Constraints, folder.Spec, folder.SpecResolutions, Path.Combine(folder.Root, "inputs", "project-context.md"),
        .. Directory.Exists(folder.Fsm) ? Directory.EnumerateFiles(folder.Fsm).Order(StringComparer.Ordinal) : Enumerable.Empty<string>(),
    ];

    /// <summary>The file of a task.</summary>
    /// <exception cref="PlanningException">There is none, or it is broken.</exception>
    public TaskDefinition Task(string id) => new(JsonFile.Read(Folder.TaskFile(id), $"The file of task {id}"));

    /// <summary>Checksums of all sources of the bundle of a task; empty for what is not there.</summary>
    public JsonObject Checksums(string id)
    {
        var checksums = new JsonObject();
        foreach (var (name, checksum) in _artifacts)
        {
            checksums[name] = checksum;
        }

        checksums["task_definition"] = Checksum.OfFile(Folder.TaskFile(id));
        return checksums;
    }

    /// <summary>Files that the tasks made which this one needs: as they are named, each once, in order.</summary>
    public IReadOnlyList<string> DependencyFiles(TaskDefinition task) =>
        [.. task.DependsOn.Select(State.Task).OfType<PlanTask>().SelectMany(t => t.FilesCreated).Distinct(StringComparer.Ordinal)];

    /// <summary>Checksums of all sources that all bundles share.</summary>
    public static Dictionary<string, string> ArtifactChecksums(PlanningFolder folder) => new(StringComparer.Ordinal)
    {
        ["capability_map"] = Checksum.OfFile(folder.CapabilityMap),
        ["physical_map"] = Checksum.OfFile(folder.PhysicalMap),
        ["constraints"] = Checksum.OfFile(folder.Constraints),
        ["spec"] = Checksum.OfFile(folder.Spec),
        ["spec_resolutions"] = Checksum.OfFile(folder.SpecResolutions),
        ["project_context"] = Checksum.OfFile(Path.Combine(folder.Root, "inputs", "project-context.md")),
        ["fsm"] = OfFsm(folder.Fsm),
    };

    /// <summary>One checksum of all JSON files of the machines, with their names; empty when there are none.</summary>
    private static string OfFsm(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            text.Append(Path.GetFileName(file)).Append(' ').Append(Checksum.OfFile(file)).Append('\n');
        }

        return text.Length == 0 ? "" : Checksum.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string? Text(string path) => JsonFile.Bytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
