using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Starts programs by name, and says in plain words why one could not be started.</summary>
internal sealed class ProgramStarter(IProcessPlatform platform)
{
    private const string Shell = "/bin/sh";
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    private readonly ProgramFinder _finder = new();

    /// <summary>Starts a program.</summary>
    /// <param name="plan">What to start.</param>
    /// <param name="stdout">Gets standard output; null: dropped.</param>
    /// <param name="stderr">Gets standard error; null: dropped.</param>
    public (IRunningProcess? Process, StartFailure? Failure) Start(AttemptPlan plan, Logs.LogFile? stdout, Logs.LogFile? stderr)
    {
        var (name, path) = (plan.Arguments[0], plan.Environment.Path);
        var program = _finder.Find(name, path, plan.Directory);
        if (program is null)
        {
            return (null, Missing(plan));
        }

        var result = Start(plan, program, stdout, stderr);
        if (result.Problem is StartProblem.Missing or StartProblem.NotExecutable && _finder.Forget(name, path)
            && _finder.Find(name, path, plan.Directory) is { } other)
        {
            result = Start(plan, other, stdout, stderr);
        }

        return result.Process is { } process ? (process, null) : (null, Explain(plan, result));
    }

    private static StartFailure Missing(AttemptPlan plan) => Directory.Exists(plan.Directory)
        ? new StartFailure(ProgramFinder.Explain(plan.Arguments[0], plan.Environment.Path, plan.Directory), NotFound)
        : new StartFailure($"The working directory '{plan.Directory}' is not there.", null);

    private static StartFailure Explain(AttemptPlan plan, StartResult result) => result.Problem switch
    {
        StartProblem.Missing => Missing(plan),
        StartProblem.NotExecutable => new StartFailure(
            ProgramFinder.Explain(plan.Arguments[0], plan.Environment.Path, plan.Directory), NotExecutable),
        StartProblem.TooLong => new StartFailure(
            "Arguments and environment together are longer than the system takes. Hand long texts over in a file.", NotExecutable),
        StartProblem.NoRoom => new StartFailure(
            "The system starts no more processes now: a limit of processes or of memory is reached.", null),
        _ => new StartFailure($"'{plan.Arguments[0]}' could not be started: {result.Detail}.", NotExecutable),
    };

    private StartResult Start(AttemptPlan plan, string program, Logs.LogFile? stdout, Logs.LogFile? stderr)
    {
        var start = new ProcessStart
        {
            Program = program,
            Arguments = plan.Arguments,
            Environment = plan.Environment.Entries,
            Directory = plan.Directory,
            StdinPath = plan.StdinPath,
            Stdout = stdout,
            Stderr = stderr,
        };
        if (plan.RecordPath is { } record)
        {
            // The wrapper would only tell 127: what can be known before is told in words.
            var full = Path.Combine(plan.Directory, program);
            return !File.Exists(full) ? new StartResult(null, StartProblem.Missing)
                : Libc.Access(full, Libc.Executable) != 0 ? new StartResult(null, StartProblem.NotExecutable)
                : platform.Start(start with
                {
                    Program = Shell,
                    Arguments = ExitRecord.Wrap(record, plan.MemoryLimit, program, plan.Arguments.Skip(1)),
                });
        }

        var result = platform.Start(start);

        // A script without a first line that names its interpreter is the shell's, as on any prompt.
        return result.Problem is StartProblem.UnknownFormat
            ? platform.Start(start with { Program = Shell, Arguments = ["sh", program, .. plan.Arguments.Skip(1)] })
            : result;
    }
}
