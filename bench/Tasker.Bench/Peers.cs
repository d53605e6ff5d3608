using System.Globalization;

namespace Tasker.Bench;

/// <summary>A program that runs the plan of the current folder, and how it is called.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Program">Name or path.</param>
/// <param name="Arguments">For a number of jobs.</param>
/// <param name="Clean">Removes what an earlier run left; null: nothing to remove.</param>
internal sealed record Peer(string Name, string Program, Func<int, string[]> Arguments, Action<string>? Clean = null);

/// <summary>Who is compared.</summary>
internal static class Peers
{
    /// <summary>Those that this machine has. The first one is the floor: the cost of starting the programs, without any graph.</summary>
    public static IReadOnlyList<Peer> On(string tasker) =>
    [
        .. new[]
        {
            new Peer("floor (bash loops)", "bash", jobs => ["floor.sh", Text(jobs)]),
            new Peer("make", "make", jobs => ["-s", "-j", Text(jobs), "all"]),
            new Peer("ninja", "ninja", jobs => ["--quiet", "-j", Text(jobs)], folder => File.Delete(Path.Combine(folder, ".ninja_log"))),
            new Peer("tasker", tasker, jobs => ["run", "-q", "--pool", Text(jobs), "tasker.bench.yaml"], RemoveRuns),
        }.Where(peer => Programs.Find(peer.Program) is not null),
    ];

    private static void RemoveRuns(string folder)
    {
        var runs = Path.Combine(folder, ".tasker");
        if (Directory.Exists(runs))
        {
            Directory.Delete(runs, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
