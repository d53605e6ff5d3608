namespace Tasker.Bench;

/// <summary>Wall time of whole runs of steps that do nothing, peer beside peer.</summary>
internal static class Compare
{
    /// <summary>One row: a shape at a size, and the median of each peer in seconds.</summary>
    public sealed record Row(string Shape, int Steps, int Jobs, IReadOnlyList<(string Peer, double Seconds)> Medians);

    /// <summary>Every peer once, then every peer again: what disturbs the machine meanwhile disturbs all of them.</summary>
    public static Row Run(string tasker, string shape, int steps, int jobs, int repeats)
    {
        using var folder = new TemporaryFolder();
        Plans.WriteAll(folder.Path, Graphs.Needs(shape, steps));
        var peers = Peers.On(tasker);
        var times = peers.ToDictionary(peer => peer.Name, _ => new List<double>());
        for (var i = 0; i < repeats; i++)
        {
            foreach (var peer in peers)
            {
                peer.Clean?.Invoke(folder.Path);
                times[peer.Name].Add(Programs.Time(peer.Program, peer.Arguments(shape == "chain" ? 1 : jobs), folder.Path).TotalSeconds);
            }
        }

        return new Row(shape, steps, shape == "chain" ? 1 : jobs, [.. peers.Select(peer => (peer.Name, Statistics.Median(times[peer.Name])))]);
    }
}
