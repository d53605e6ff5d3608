using System.ComponentModel;
using System.Diagnostics;

namespace Tasker.Executors.Processes.Native;

/// <summary>Any system, by <see cref="Process"/>: macOS, old Linux kernels, Windows.</summary>
/// <remarks>
/// On Unix a fixed line of <c>sh</c> opens the files and becomes the program, so that output needs no pipe. On Windows output is
/// copied from pipes, and stopping is ending: there is no way to ask.
/// Its processes lead no session: a signal typed at the terminal reaches them too.
/// </remarks>
/// <param name="time">Limits how long output is waited for when a process left its pipe to another.</param>
/// <param name="usePipes">True: take output from pipes, as has to be done on Windows.</param>
internal sealed class PortableProcesses(TimeProvider time, bool usePipes) : IProcessPlatform
{
    private const string Redirect = "exec <\"$1\" >>\"$2\" 2>>\"$3\" && shift 3 && exec \"$@\"";
    private const string Nothing = "/dev/null";
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly ProcTable? _table = OperatingSystem.IsLinux() ? new ProcTable() : null;

    public bool TellsSignals => false;

    public StartResult Start(ProcessStart start)
    {
        var program = Path.Combine(start.Directory, start.Program);
        if (!File.Exists(program) || !Directory.Exists(start.Directory))
        {
            return new StartResult(null, StartProblem.Missing, "No such file or directory");
        }

        if (!OperatingSystem.IsWindows() && Libc.Access(program, Libc.Executable) != 0)
        {
            return new StartResult(null, StartProblem.NotExecutable, "Permission denied");
        }

        try
        {
            var process = Process.Start(usePipes ? Piped(start, program) : Redirected(start))!;
            var drained = usePipes ? DrainAsync(process, start) : Task.CompletedTask;
            return new StartResult(new PortableProcess(this, process, IdentityOf(process), isChild: true, drained));
        }
        catch (Win32Exception e)
        {
            return new StartResult(null, Problem(e.NativeErrorCode), e.Message);
        }
    }

    public IRunningProcess? Watch(ProcessIdentity identity)
    {
        try
        {
            var process = Process.GetProcessById(identity.Pid);
            if (Identify(identity.Pid) == identity)
            {
                return new PortableProcess(this, process, identity, isChild: false, Task.CompletedTask);
            }

            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    public ProcessIdentity? Identify(int pid)
    {
        if (_table is not null)
        {
            return _table.Read(pid) is { IsAlive: true } entry ? entry.Identity : null;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return IdentityOf(process);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public bool Signal(ProcessIdentity identity, int signal)
    {
        if (identity.Pid <= 1 || identity.Pid == Environment.ProcessId || Identify(identity.Pid) != identity)
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            return Libc.Kill(identity.Pid, signal) == 0;
        }

        try
        {
            using var process = Process.GetProcessById(identity.Pid);
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    public IReadOnlyList<FamilyMember> Family(FamilyQuery query) =>
        _table is not null ? _table.Family(query) : OperatingSystem.IsWindows() ? [] : PsTable.Family(query, this);

    /// <summary>Where a look costs a process of its own, none is made after every step.</summary>
    public bool SessionMayLive(int leader) => _table is not null;

    public void Dispose()
    {
    }

    private static ProcessStartInfo Redirected(ProcessStart start)
    {
        var info = Common(start, "/bin/sh");
        string[] fixedPart =
            ["-c", Redirect, "sh", start.StdinPath ?? Nothing, start.Stdout?.Path ?? Nothing, start.Stderr?.Path ?? Nothing, start.Program];
        foreach (var argument in fixedPart.Concat(start.Arguments.Skip(1)))
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static ProcessStartInfo Piped(ProcessStart start, string program)
    {
        var info = Common(start, program);
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError) = (true, true, true);
        foreach (var argument in start.Arguments.Skip(1))
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static ProcessStartInfo Common(ProcessStart start, string program)
    {
        var info = new ProcessStartInfo(program) { UseShellExecute = false, WorkingDirectory = start.Directory };
        info.Environment.Clear();
        foreach (var entry in start.Environment)
        {
            // The first character may be '=': Windows keeps such entries.
            var at = entry.IndexOf('=', 1);
            info.Environment[entry[..at]] = entry[(at + 1)..];
        }

        return info;
    }

    private static ProcessIdentity? IdentityOf(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return new ProcTable().Read(process.Id)?.Identity;
            }

            return new ProcessIdentity(process.Id, process.StartTime.ToUniversalTime().Ticks, "");
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }

    private static StartProblem Problem(int error) => error switch
    {
        Libc.NoSuchEntry or Libc.NotADirectory => StartProblem.Missing,
        Libc.NoAccess or Libc.NotPermitted => StartProblem.NotExecutable,
        Libc.NoExecutableFormat => StartProblem.UnknownFormat,
        Libc.ArgumentsTooLong => StartProblem.TooLong,
        Libc.TryAgain or Libc.OutOfMemory => StartProblem.NoRoom,
        _ => StartProblem.Other,
    };

    private static async Task FeedAsync(Process process, string? path)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            if (path is not null)
            {
                await using var file = File.OpenRead(path);
                await file.CopyToAsync(input);
            }
        }
        catch (IOException)
        {
            // The program did not want to read it all.
        }
    }

    private static async Task CopyAsync(Stream from, Logs.LogFile? to, SemaphoreSlim turn)
    {
        var buffer = new byte[32 << 10];
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            await turn.WaitAsync();
            to?.Append(buffer.AsSpan(0, count));
            turn.Release();
        }
    }

    private async Task DrainAsync(Process process, ProcessStart start)
    {
        using var turn = new SemaphoreSlim(1);
        var output = Task.WhenAll(
            CopyAsync(process.StandardOutput.BaseStream, start.Stdout, turn),
            CopyAsync(process.StandardError.BaseStream, start.Stderr, turn));
        await FeedAsync(process, start.StdinPath);
        await process.WaitForExitAsync();
        try
        {
            await output.WaitAsync(DrainLimit, time);
        }
        catch (TimeoutException)
        {
            // Something that it started holds the pipe; its output is not the attempt's any more.
        }
    }
}
