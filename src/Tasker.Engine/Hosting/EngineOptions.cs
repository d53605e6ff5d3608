using System.Collections.Immutable;

namespace Tasker.Engine.Hosting;

/// <summary>How an engine works; read once at start.</summary>
public sealed record EngineOptions
{
    /// <summary>The project root: paths of steps stay inside it. Absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Folder for logs of attempts, one folder a run below it. Absolute; made when the first attempt begins.</summary>
    public required string LogFolder { get; init; }

    /// <summary>
    /// How long a run belongs to an engine that stopped renewing it. A dead owner on the same machine loses it at once. Default 20 s.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often the lease is renewed and the store is asked for messages whose bell was not heard. At most half of <see cref="Lease"/>;
    /// default 5 s.
    /// </summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From asking an attempt to stop until ending it. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes of one log file; the middle of longer output is cut. Default 50 MiB.</summary>
    public long LogLimit { get; init; } = 50L << 20;

    /// <summary>Names of variables whose values are masked, besides those that look like secrets.</summary>
    public ImmutableHashSet<string> SecretNames { get; init; } = [];

    /// <summary>Each broken rule: the setting, the value found, what is allowed. Empty when sound.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Path.IsPathFullyQualified(Root))
        {
            yield return $"root is '{Root}'; it must be an absolute path.";
        }

        if (!Path.IsPathFullyQualified(LogFolder))
        {
            yield return $"log-folder is '{LogFolder}'; it must be an absolute path.";
        }

        if (Renewal <= TimeSpan.Zero || Renewal * 2 > Lease)
        {
            yield return $"lease is {Lease}; it must outlive two renewals of {Renewal}. Set {Renewal * 3} or more.";
        }

        if (Grace < TimeSpan.Zero || Grace > TimeSpan.FromHours(1))
        {
            yield return $"grace is {Grace}; allowed is 0s to 1h.";
        }

        if (LogLimit < 4096)
        {
            yield return $"log-limit is {LogLimit} bytes; allowed is 4096 and more.";
        }
    }
}
