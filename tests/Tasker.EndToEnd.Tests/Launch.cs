using System.Collections.Immutable;

namespace Tasker.EndToEnd.Tests;

/// <summary>How the command is started.</summary>
internal sealed record Launch
{
    /// <summary>As a person starts it.</summary>
    public static readonly Launch Plain = new();

    /// <summary>The program and arguments that become the command, or that it runs under.</summary>
    public ImmutableArray<string> Wrapper { get; init; } = [];

    /// <summary>No file that the command or a step of it writes may grow beyond so many bytes (rounded down to kilobytes).</summary>
    /// <remarks>The runtime itself makes a large file in memory for its code unless it is told not to.</remarks>
    public static Launch WithFilesUpTo(long bytes) => new()
    {
        Wrapper = ["/bin/bash", "-c", $"ulimit -f {bytes / 1024}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "limited"],
    };
}
