namespace Tasker.Planning.Execution;

/// <summary>Names of this front door in workflows and journals.</summary>
public static class ExecutionNames
{
    /// <summary>The front door.</summary>
    public const string FrontDoor = "plan";

    /// <summary>Label of a workflow: the planning folder, from the project root.</summary>
    public const string FolderLabel = "plan.folder";

    /// <summary>Label of the group of a task: the task.</summary>
    public const string TaskLabel = "plan.task";

    /// <summary>Label of the group of a task: the checksum of what of its definition is frozen into the run.</summary>
    public const string DefinitionLabel = "plan.definition";

    /// <summary>The agent that does tasks, where the project has one of this name; else it is the default agent.</summary>
    public const string Executor = "task-executor";

    /// <summary>The pool of commits: git takes one at a time.</summary>
    internal const string CommitPool = "commits";

    /// <summary>What the names of all step types of this front door begin with.</summary>
    internal const string Prefix = "plan.";

    /// <summary>Step type: makes everything ready for the executor of a task, and starts the task.</summary>
    internal const string Prepare = Prefix + "prepare";

    /// <summary>Step type: reads the result file of a task.</summary>
    internal const string Result = Prefix + "result";

    /// <summary>Step type: writes down what came of a task.</summary>
    internal const string Settle = Prefix + "settle";

    /// <summary>Step type: commits the files of a task.</summary>
    internal const string Commit = Prefix + "commit";

    /// <summary>Step type: ends the execution: reports, phase, archive.</summary>
    internal const string Finish = Prefix + "finish";
}
