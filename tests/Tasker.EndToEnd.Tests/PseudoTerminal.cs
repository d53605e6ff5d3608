using System.Diagnostics;
using System.Text;

namespace Tasker.EndToEnd.Tests;

/// <summary>A shell line on a terminal of its own (by <c>script</c>), with a hand that types and a record of all that was shown.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const string Script = "/usr/bin/script";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private readonly char[] _buffer = new char[4096];
    private Task<int>? _read;

    /// <param name="folder">Where it runs.</param>
    /// <param name="program">The program, <c>$TASKER</c> in the line.</param>
    /// <param name="line">What the shell of the terminal does.</param>
    public PseudoTerminal(string folder, string program, string line)
    {
        var start = new ProcessStartInfo(Script, ["-qefc", line, "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["TASKER"] = program, ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/sh" },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>True where there are such terminals.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && File.Exists(Script);

    /// <summary>All that was written to the terminal so far.</summary>
    public string Shown => _shown.ToString();

    /// <summary>Types.</summary>
    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until a text was written since somebody waited the last time.</summary>
    public async Task UntilAsync(string text)
    {
        while (!Shown.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await ReadAsync(), $"It ended without '{text}'. It wrote:\n{Shown}");
        }

        _shown.Remove(0, Shown.IndexOf(text, StringComparison.Ordinal) + text.Length);
    }

    /// <summary>Waits for the end; what was written since somebody waited the last time.</summary>
    public async Task<string> EndAsync()
    {
        while (await ReadAsync())
        {
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        return Shown;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        _read ??= _process.StandardOutput.ReadAsync(_buffer).AsTask();
        int count;
        try
        {
            count = await _read.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nothing more is written. It wrote:\n{Shown}");
        }

        _read = null;
        _shown.Append(_buffer, 0, count);
        return count > 0;
    }
}
