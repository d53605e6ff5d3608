using System.Diagnostics;

namespace Tasker.Executors.Tests.Processes;

/// <summary>A real process that owns an attempt, until it is killed by SIGKILL.</summary>
internal sealed class KilledOwner : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    public KilledOwner(string kind, string root, string name, string line)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        _process = Process.Start(new ProcessStartInfo(dotnet, [typeof(KilledOwner).Assembly.Location, kind, root, name, line])
        {
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>The handle that it was told. Of a command that is over at once there may be none.</summary>
    /// <param name="holding">What the wanted handle holds; others are passed over.</param>
    public async Task<string> HandleAsync(string holding = "")
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Guard) is { } line)
        {
            if (line.StartsWith("began ", StringComparison.Ordinal) && line.Contains(holding, StringComparison.Ordinal))
            {
                return line[6..];
            }
        }

        throw new InvalidOperationException("It ended without a handle.");
    }

    /// <summary>SIGKILL, as the kernel does when memory runs out.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Guard);
        Assert.Equal(137, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
