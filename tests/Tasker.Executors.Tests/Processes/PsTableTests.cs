using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Tests.Processes;

public sealed class PsTableTests
{
    [Fact]
    public void Parents_and_states_are_read()
    {
        var parents = PsTable.Parents(["    1     0 Ss", "  501     1 S+", "99999   501 Z", "nonsense", ""]);

        Assert.Equal([(1, 0, 'S'), (501, 1, 'S'), (99999, 501, 'Z')], parents.Select(p => (p.Key, p.Value.Parent, p.Value.State)));
    }

    [Fact]
    public void A_marker_counts_only_as_a_whole_word()
    {
        string[] lines =
        [
            "  501 sleep 1000 PATH=/bin TASKER_ATTEMPT=run/step/1 HOME=/",
            "  502 sleep 1000 TASKER_ATTEMPT=run/step/10",
            "  503 sleep 1000 TASKER_ATTEMPT=run/step/1",
            "  504 sleep 1000 XTASKER_ATTEMPT=run/step/1",
            "TASKER_ATTEMPT=run/step/1",
        ];

        Assert.Equal([501, 503], PsTable.Marked(lines, ["TASKER_ATTEMPT=run/step/1"]).Order());
    }
}
