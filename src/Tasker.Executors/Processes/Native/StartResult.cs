namespace Tasker.Executors.Processes.Native;

/// <summary>A process that was started, or why not.</summary>
/// <param name="Process">The process; null when it could not be started.</param>
/// <param name="Problem">Why not.</param>
/// <param name="Detail">The system's words.</param>
internal readonly record struct StartResult(IRunningProcess? Process, StartProblem Problem = StartProblem.None, string Detail = "");

/// <summary>Why a process could not be started.</summary>
internal enum StartProblem
{
    /// <summary>It was.</summary>
    None,

    /// <summary>Program, interpreter or folder is not there.</summary>
    Missing,

    /// <summary>The program may not be executed.</summary>
    NotExecutable,

    /// <summary>The file is no program that the system knows; a shell may.</summary>
    UnknownFormat,

    /// <summary>Arguments and environment together are longer than the system takes.</summary>
    TooLong,

    /// <summary>The system has no room for another process now.</summary>
    NoRoom,

    /// <summary>Anything else.</summary>
    Other,
}
