using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Engine.Ports;

namespace Tasker.Hosting;

/// <summary>How tasks are executed; read once when the executor is made.</summary>
public sealed class TaskExecutorOptions
{
    /// <summary>
    /// The project root: tasks, settings (<c>tasker.yaml</c>) and state (<c>.tasker/</c>) lie in it. Default: the current folder.
    /// </summary>
    public string Root { get; set; } = ".";

    /// <summary>The folder of tasks, below the root. Default <c>tasks</c>.</summary>
    public string TasksDirectory { get; set; } = "tasks";

    /// <summary>
    /// The file of the history, below the root; null: it is kept in memory and ends with this program. Default
    /// <c>.tasker/tasker.db</c>.
    /// </summary>
    public string? HistoryStore { get; set; } = ".tasker/tasker.db";

    /// <summary>Agents that answer inside this program. One with the name of an agent of <c>tasker.yaml</c> answers in its place.</summary>
    public IList<IAgent> Agents { get; } = [];

    /// <summary>
    /// How long an execution may take; a limit of the task holds besides, the smaller one counts. Null: as long as it likes.
    /// </summary>
    public TimeSpan? MaxExecutionTime { get; set; }

    /// <summary>Phases at the same time in one execution, 1 or more. Null: as the task says.</summary>
    public int? MaxConcurrentPhases { get; set; }

    /// <summary>Gets what goes wrong beside an execution.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
