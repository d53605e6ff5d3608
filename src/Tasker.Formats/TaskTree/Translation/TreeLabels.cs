namespace Tasker.Formats.TaskTree.Translation;

/// <summary>Labels of the nodes of a tree, and the variables that its tasks are given.</summary>
public static class TreeLabels
{
    /// <summary>Label of a step: the id of its task.</summary>
    public const string Task = "tree.task";

    /// <summary>Label of a step: the folder of its phase; empty for none.</summary>
    public const string Folder = "tree.folder";

    /// <summary>Label of the workflow: the folder of results.</summary>
    public const string Workspace = "tree.workspace";

    /// <summary>Label of the workflow: the folder of the only phase that is run; not there when all are.</summary>
    public const string Only = "tree.only";

    /// <summary>Variable with the id of the task.</summary>
    internal const string TaskVariable = "TASKER_TASK_ID";

    /// <summary>Variable with the task file, from the project root.</summary>
    internal const string FileVariable = "TASKER_TASK_FILE";

    /// <summary>Variable with the folder for the task's outputs, from the project root.</summary>
    internal const string OutputsVariable = "TASKER_TASK_OUTPUTS";

    /// <summary>Variable with its inputs: a JSON list with, for each, the list of places where it may be.</summary>
    internal const string InputsVariable = "TASKER_TASK_INPUTS";

    /// <summary>Variable with the files that it must change: a JSON list of paths.</summary>
    internal const string ChangesVariable = "TASKER_TASK_CHANGES";
}
