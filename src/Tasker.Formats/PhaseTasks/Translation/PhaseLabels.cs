namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>Labels of the workflow of a phase task, by which its events, results and prompts find again what a node was.</summary>
public static class PhaseLabels
{
    /// <summary>Of a phase's group: the name of the phase.</summary>
    public const string Phase = "phase";

    /// <summary>Of a phase's group: its outputs as a JSON list of texts.</summary>
    public const string Outputs = "phase.outputs";

    /// <summary>Of a phase's group: what it is for.</summary>
    public const string Purpose = "phase.purpose";

    /// <summary>
    /// Of a step: what it was: <c>agent</c>, <c>validation</c>, <c>judge</c>, <c>aggregate</c>, <c>wait</c>, <c>note</c>, <c>answers</c>,
    /// or the registered type.
    /// </summary>
    public const string Step = "phase.step";

    /// <summary>Of the workflow: its metadata as a JSON object.</summary>
    public const string Metadata = "phase.metadata";

    /// <summary>Of the workflow: name of its file without the ending.</summary>
    public const string Task = "phase.task";
}
