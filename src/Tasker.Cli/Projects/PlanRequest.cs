namespace Tasker.Cli.Projects;

/// <summary>Which plan is meant, and what is asked of a task of phases besides.</summary>
/// <param name="Path">A file or folder as typed, or the name of a task of phases.</param>
/// <param name="TasksFolder">The folder in which names are looked up, as typed; null: <c>tasks</c>, after the path itself.</param>
/// <param name="MaxPhases">Phases at the same time; null: as the settings say.</param>
/// <param name="TimeLimit">How long the run may take; the smaller limit holds. Null: as settings and task say.</param>
internal sealed record PlanRequest(string Path, string? TasksFolder = null, int? MaxPhases = null, TimeSpan? TimeLimit = null);
