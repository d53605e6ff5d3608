using System.Globalization;

namespace Tasker.Bench;

/// <summary>What running a program took.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Processor">
/// Seconds of processor of it and of all that it started and waited for; 0 where the system does not tell. It says more than the other
/// where the machine has other work.
/// </param>
internal sealed record Took(double Seconds, double Processor)
{
    private const double TicksPerSecond = 100;

    /// <summary>Runs a program and takes both.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Took Of(string program, IEnumerable<string> arguments, string folder)
    {
        var before = OfChildren();
        var seconds = Programs.Time(program, arguments, folder).TotalSeconds;
        return new Took(seconds, OfChildren() - before);
    }

    /// <summary>The median of each.</summary>
    public static Took Median(IReadOnlyList<Took> all) =>
        new(Statistics.Median([.. all.Select(took => took.Seconds)]), Statistics.Median([.. all.Select(took => took.Processor)]));

    /// <summary>Processor of all ended children so far: the system adds it up, with that of theirs.</summary>
    private static double OfChildren()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // The name of the program, in brackets, may hold anything; after it come the state (field 3) and numbers: user 16, system 17.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[13..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
