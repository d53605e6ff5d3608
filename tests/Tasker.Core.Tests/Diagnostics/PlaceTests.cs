using Tasker.Core.Diagnostics;

namespace Tasker.Core.Tests.Diagnostics;

public sealed class PlaceTests
{
    [Fact]
    public void Names_of_files_cannot_steer_a_terminal_or_begin_a_line()
    {
        var place = new Place("tasks/a\n\e[31mb.md", 3, 1);

        Assert.Equal("tasks/a··[31mb.md:3:1", place.ToString());
        Assert.Equal("tasks/a\n\e[31mb.md", place.Path);
    }
}
