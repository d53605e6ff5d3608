using System.Globalization;

namespace Tasker.Bench;

/// <summary>Wall time of whole runs of steps that do nothing, peer beside peer.</summary>
internal static class Compare
{
    /// <summary>One row: a shape at a size, and the median of each peer in seconds.</summary>
    public sealed record Row(string Shape, int Steps, int Jobs, IReadOnlyList<(string Peer, double Seconds)> Medians);

    /// <summary>
    /// Every peer once, then every peer again: what disturbs the machine meanwhile disturbs all of them. Each run has a folder of its own,
    /// and nothing is deleted before all rows are measured: a file system that makes a file may look around for what was deleted just now,
    /// and whoever writes logs would pay for it.
    /// </summary>
    /// <param name="folder">An empty one below which all runs have their folders.</param>
    public static Row Run(string tasker, string folder, string shape, int steps, int jobs, int repeats)
    {
        var needs = Graphs.Needs(shape, steps);
        var peers = Peers.On(tasker);
        var times = peers.ToDictionary(peer => peer.Name, _ => new List<double>());
        jobs = shape == "chain" ? 1 : jobs;
        for (var i = 0; i < repeats; i++)
        {
            var plans = Directory.CreateDirectory(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{shape}-{steps}-{i}"))).FullName;
            Plans.WriteAll(plans, needs);
            foreach (var peer in peers)
            {
                times[peer.Name].Add(Programs.Time(peer.Program, peer.Arguments(jobs), plans).TotalSeconds);
            }
        }

        return new Row(shape, steps, jobs, [.. peers.Select(peer => (peer.Name, Statistics.Median(times[peer.Name])))]);
    }
}
