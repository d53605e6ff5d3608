using System.Text;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Processes;

/// <summary>The files that an attempt writes to: its log, and its standard output by itself where that is wanted.</summary>
internal sealed class AttemptLogs : IDisposable
{
    private readonly LogFile? _log;
    private readonly LogFile? _stdout;

    private AttemptLogs(LogFile? log, LogFile? stdout) => (_log, _stdout) = (log, stdout);

    public LogFile? Stdout => _stdout ?? _log;

    public LogFile? Stderr => _log;

    /// <exception cref="IOException">A file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be opened.</exception>
    public static AttemptLogs Open(AttemptPlan plan)
    {
        if (plan.LogPath.Length == 0 && plan.Stdout is StdoutPart.None)
        {
            return new AttemptLogs(null, null);
        }

        var log = plan.LogPath.Length == 0 ? null : LogFile.Open(plan.LogPath);
        return new AttemptLogs(log, plan.Stdout is StdoutPart.None ? null : LogFile.Open(plan.StdoutPath));
    }

    /// <summary>Removes what an attempt of the same name left that was lost: it must not be taken for this one's.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public static void RemoveRemains(AttemptPlan plan)
    {
        Remove(plan.RecordPath);
        if (plan.Stdout is not StdoutPart.None)
        {
            Remove(plan.StdoutPath);
            Remove(plan.StdoutPartPath);
            Remove(JoinMark.PathOf(plan.StdoutPath));
        }
    }

    /// <summary>Mostly there is nothing: that is seen without holding up whoever makes files in the folder, which a removal does.</summary>
    private static void Remove(string? path)
    {
        // One look: a link, also one that leads nowhere, has its own attributes. What is not there has all of them.
        if (path is not null && new FileInfo(path).Attributes is var found && (int)found != -1
            && (!found.HasFlag(FileAttributes.Directory) || found.HasFlag(FileAttributes.ReparsePoint)))
        {
            File.Delete(path);
        }
    }

    /// <summary>The files of an attempt that somebody else began. What cannot be opened is done without: the work itself goes on.</summary>
    public static AttemptLogs OpenAgain(AttemptPlan plan)
    {
        try
        {
            // Standard output that is not there any more was joined already: its wanted part was kept.
            return File.Exists(plan.StdoutPath) ? Open(plan) : Open(plan with { Stdout = StdoutPart.None });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AttemptLogs(null, null);
        }
    }

    /// <summary>Has the files looked after until the result is disposed.</summary>
    public IDisposable? Sweep(LogSweeper sweeper, long limit, Action<string> onTooMuch)
    {
        var log = _log is null ? null : sweeper.Watch(_log, limit, onTooMuch);
        return _stdout is null ? log : new Both(log, sweeper.Watch(_stdout, limit, onTooMuch));
    }

    /// <summary>Adds a line of Tasker's own.</summary>
    public void Note(string text)
    {
        try
        {
            _log?.Append(Encoding.UTF8.GetBytes($"[tasker: {text}]\n"));
        }
        catch (IOException)
        {
            // The result tells what matters; the log is full.
        }
    }

    /// <summary>Brings the files to their final form, once nothing is written any more.</summary>
    /// <returns>The wanted part of standard output.</returns>
    public string Finish(AttemptPlan plan)
    {
        var mask = plan.Environment.Mask;
        var part = "";
        if (_stdout is { Length: 0 })
        {
            // Nothing to keep and nothing to join. The empty file stays: a file system makes new ones slower for each that was just
            // removed.
            _stdout.Dispose();
        }
        else if (_stdout is not null)
        {
            part = OutputPart.Read(plan.StdoutPath, plan.Stdout);
            if (plan.RecordPath is not null)
            {
                // Until the end is in the journal, the next owner may have to tell it.
                Keep(plan.StdoutPartPath, mask.Apply(part));
            }

            LogFinish.Run(plan.StdoutPath, plan.LogLimit, mask);
            Join(plan.StdoutPath);
        }
        else if (plan.Stdout is not StdoutPart.None && File.Exists(plan.StdoutPartPath))
        {
            part = OutputPart.Read(plan.StdoutPartPath, StdoutPart.Head);
        }

        FinishLog(plan);
        return part;
    }

    public void Dispose()
    {
        _log?.Dispose();
        _stdout?.Dispose();
    }

    private void FinishLog(AttemptPlan plan)
    {
        if (_log is null)
        {
            return;
        }

        var (mask, joined, isReplaced) = (plan.Environment.Mask, _log.Length, false);
        if (!mask.IsEmpty || joined > plan.LogLimit)
        {
            _log.Dispose();
            isReplaced = LogFinish.Run(plan.LogPath, plan.LogLimit, mask);
        }

        if (plan.Stdout is StdoutPart.None)
        {
            return; // Nobody writes to the log after this command.
        }

        var (path, mark) = (JoinMark.PathOf(plan.StdoutPath), JoinMark.Read(JoinMark.PathOf(plan.StdoutPath)));
        if (mark is null && isReplaced)
        {
            JoinMark.Begin(path, joined);
            mark = new JoinMark(joined, joined, -1);
        }

        if (mark is { IsComplete: false })
        {
            JoinMark.Complete(path, joined, isReplaced ? new FileInfo(plan.LogPath).Length : joined);
        }
    }

    private static void Keep(string path, string text)
    {
        try
        {
            using var file = LogFile.Open(path);
            file.Append(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is for the next owner, who then does without.
        }
    }

    private void Join(string path)
    {
        _stdout!.Dispose();
        try
        {
            if (_log is not null)
            {
                BeginToJoin(JoinMark.PathOf(path));
            }

            using (var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                var buffer = new byte[64 << 10];
                while (_log is not null && from.Read(buffer) is > 0 and var count)
                {
                    _log.Append(buffer.AsSpan(0, count));
                }
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // No room: it stays beside the log, where it does not get lost.
        }
    }

    /// <summary>An owner that died halfway has left a part of it in the log: that goes before all of it comes.</summary>
    private void BeginToJoin(string markPath)
    {
        if (JoinMark.Read(markPath) is not { } begun)
        {
            JoinMark.Begin(markPath, _log!.Length);
        }
        else if (!begun.IsComplete && begun.From < _log!.Length)
        {
            RandomAccess.SetLength(_log.Handle, begun.From);
        }
    }

    private sealed class Both(IDisposable? first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first?.Dispose();
            second.Dispose();
        }
    }
}
