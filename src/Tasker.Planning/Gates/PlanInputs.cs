using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Specs;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Gates;

/// <summary>What the gates look at.</summary>
internal sealed record PlanInputs
{
    /// <summary>The tasks, by number.</summary>
    public required IReadOnlyList<TaskDefinition> Tasks { get; init; }

    /// <summary>Task files that cannot be read: the file, and why.</summary>
    public IReadOnlyList<FileProblem> BadTasks { get; init; } = [];

    /// <summary>Task files that can be read and do not keep to their schema: the file, and how.</summary>
    public IReadOnlyList<FileProblem> WrongTasks { get; init; } = [];

    /// <summary>The specification; null when there is none.</summary>
    public SpecText? Spec { get; init; }

    /// <summary>The capability map; null when there is none.</summary>
    public CapabilityMap? Map { get; init; }

    /// <summary>What the capability map leaves for later phases.</summary>
    public IEnumerable<JsonObject> Excluded => (Map?.Node["phase_filtering"]).Items("excluded_phases").OfType<JsonObject>();

    /// <summary>The requirements of the specification.</summary>
    public IReadOnlyList<Requirement> Requirements => _requirements ??= Spec is null ? [] : RequirementReader.Read(Spec, [.. Excluded.Select(e => e.FirstText("heading")).OfType<string>()]);

    /// <summary>Where each of <see cref="Tasks"/> says that it comes from. Several gates ask; it is read once.</summary>
    public IReadOnlyList<SpecReference> References
    {
        get
        {
            if (_references is null)
            {
                var read = new SpecReference[Tasks.Count];
                SideBySide.Do(read.Length, i => read[i] = SpecReference.Of(Tasks[i].Look["context"]));
                _references = read;
            }

            return _references;
        }
    }

    private IReadOnlyList<SpecReference>? _references;
    private IReadOnlyList<Requirement>? _requirements;

    /// <summary>Reads what there is of a plan.</summary>
    /// <exception cref="PlanningException">A map or the specification is there and cannot be read.</exception>
    public static PlanInputs Read(PlanningFolder folder)
    {
        var tasks = Directory.Exists(folder.Tasks) ? TaskFiles.Read(folder) : TaskFiles.None;
        return new PlanInputs
        {
            Tasks = tasks.Definitions,
            BadTasks = tasks.Unreadable,
            WrongTasks = tasks.Errors.Count == 0 ? [] : [.. tasks.Errors.Except(tasks.Unreadable)],
            Spec = JsonFile.Bytes(folder.Spec) is { } spec ? SpecText.Read(Encoding.UTF8.GetString(spec)) : null,
            Map = JsonFile.TryRead(folder.CapabilityMap, "The capability map") is { } map ? new CapabilityMap(map) : null,
        };
    }
}
