using System.Diagnostics;
using System.Text;

namespace Tasker.EndToEnd.Tests;

/// <summary>The real command while it runs: what it says is a signal to wait for.</summary>
internal sealed class RunningCommand : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _error = new();
    private readonly Task _output;
    private readonly Task _errors;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningCommand(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = ReadAsync(_process.StandardOutput, Take);
        _errors = ReadAsync(_process.StandardError, line => _error.AppendLine(line));
    }

    public int Id => _process.Id;

    /// <summary>
    /// The first line on standard output that is so, also one that is there already; fails when the command ends without one.
    /// </summary>
    public async Task<string> LineAsync(Predicate<string> isIt)
    {
        var (next, found) = (0, "");
        await UntilAsync(lines =>
        {
            while (next < lines.Count && !isIt(lines[next]))
            {
                next++;
            }

            found = next < lines.Count ? lines[next] : "";
            return next < lines.Count;
        });
        return found;
    }

    /// <summary>Waits until all that was said on standard output so far is so.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<string>, bool> isSo)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (isSo(_lines))
                {
                    return;
                }

                next = _more.Task;
            }

            await Task.WhenAny(next, _output).WaitAsync(Patience);
            if (!next.IsCompleted)
            {
                throw new InvalidOperationException($"It ended, and it never was so. It said:\n{All()}{_error}");
            }
        }
    }

    /// <summary>Waits for a fact about a step, as <c>--json</c> tells them.</summary>
    public Task<string> FactAsync(string fact, string step) => LineAsync(
        line =>
            line.Contains($"\"fact\":\"{fact}/", StringComparison.Ordinal)
                && line.Contains($"\"node\":\"{step}\"", StringComparison.Ordinal));

    /// <summary>SIGKILL to the command itself, and nothing else.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await Task.WhenAll(_output, _errors).WaitAsync(Patience);
        return (_process.ExitCode, All(), _error.ToString());
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            take(line);
        }
    }

    private void Take(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private string All()
    {
        lock (_gate)
        {
            return string.Concat(_lines.Select(l => l + "\n"));
        }
    }
}
