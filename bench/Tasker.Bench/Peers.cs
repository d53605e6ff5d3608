using System.Globalization;

namespace Tasker.Bench;

/// <summary>A program that runs the plan of the current folder, and how it is called.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Program">Name or path.</param>
/// <param name="Arguments">For a number of jobs.</param>
internal sealed record Peer(string Name, string Program, Func<int, string[]> Arguments);

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
            new Peer("ninja", "ninja", jobs => ["--quiet", "-j", Text(jobs)]),
            new Peer("tasker", tasker, jobs => ["run", "-q", "--pool", Text(jobs), "tasker.bench.yaml"]),
        }.Where(peer => Programs.Find(peer.Program) is not null),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
