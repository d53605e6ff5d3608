namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Where the parts of a tree lie, as paths from the project root.</summary>
/// <param name="Tasks">The folder of tasks, such as <c>tasks</c>.</param>
/// <param name="WorkspaceName">Name of the folder of results beside it.</param>
public sealed record TreePlace(string Tasks, string WorkspaceName = "workspace")
{
    /// <summary>The folder that both lie in; empty for the project root.</summary>
    public string Home { get; } = Tasks.LastIndexOf('/') is > 0 and var slash ? Tasks[..slash] : "";

    /// <summary>The folder of results.</summary>
    public string Workspace { get; } = Tasks.LastIndexOf('/') is > 0 and var slash ? $"{Tasks[..slash]}/{WorkspaceName}" : WorkspaceName;

    /// <summary>The folder of all outputs.</summary>
    public string Outputs { get; } = $"{(Tasks.LastIndexOf('/') is > 0 and var slash ? Tasks[..(slash + 1)] : "")}{WorkspaceName}/outputs";

    /// <summary>The folder for the outputs of one task.</summary>
    public string OutputsOf(string task) => $"{Outputs}/{task}";

    /// <summary>The status file of a task.</summary>
    public string StatusOf(string task) => $"{Workspace}/status/{task}.json";

    /// <summary>The log of a task.</summary>
    public string LogOf(string task) => $"{Workspace}/logs/{task}.log";

    /// <summary>The file with the process id of a task that runs.</summary>
    public string PidOf(string task) => $"{Workspace}/pids/{task}.pid";
}
