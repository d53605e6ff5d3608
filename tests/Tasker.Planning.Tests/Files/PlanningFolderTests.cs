using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

public sealed class PlanningFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-planning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_option_wins_then_the_variables_then_the_nearest_folder_then_the_current_one()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder, "a", "b")).FullName;
        Dictionary<string, string> variables = new() { ["TASKER_DIR"] = "/one", ["TASKER_PLANNING_DIR"] = "/two" };

        Assert.Equal(Path.Combine(inner, "plan"), Find("plan"));
        Assert.Equal("/one", Find(null));
        variables.Remove("TASKER_DIR");
        Assert.Equal("/two", Find(""));
        variables.Clear();
        Assert.Equal(Path.Combine(inner, ".tasker"), Find(null));
        Directory.CreateDirectory(Path.Combine(_folder, "a", ".tasker"));
        Assert.Equal(Path.Combine(_folder, "a", ".tasker"), Find(null));

        string Find(string? option) => PlanningFolder.Find(option, variables.GetValueOrDefault, inner).Root;
    }

    [Theory]
    [InlineData("T1")]
    [InlineData("T001")]
    [InlineData("T123456789012345678")]
    public void Ids_of_tasks_become_names_of_files(string id) =>
        Assert.Equal($"/p/.tasker/tasks/{id}.json", new PlanningFolder("/p/.tasker").TaskFile(id));

    [Theory]
    [InlineData("")]
    [InlineData("T")]
    [InlineData("t1")]
    [InlineData("../T1")]
    [InlineData("T1/../../x")]
    [InlineData("T1234567890123456789")]
    [InlineData("T\u0661")]
    public void Nothing_else_becomes_part_of_a_path(string id)
    {
        var folder = new PlanningFolder("/p/.tasker");

        Assert.Throws<PlanningException>(() => folder.TaskFile(id));
        Assert.Throws<PlanningException>(() => folder.Bundle(id));
        Assert.Throws<PlanningException>(() => folder.Result(id));
    }

    [Fact]
    public void Tasks_are_ordered_by_their_number() =>
        Assert.Equal(["T1", "T002", "T2", "T10", "x"], new[] { "x", "T10", "T2", "T002", "T1" }.Order(TaskIds.Order));

    [Theory]
    [InlineData("2030-01-02T12:00:00.123456Z")]
    [InlineData("2030-01-02T12:00:00.123456+00:00")]
    [InlineData("2030-01-02T13:00:00.123456+01:00")]
    [InlineData("2030-01-02T12:00:00.123456000Z")]
    [InlineData("2030-01-02T12:00:00.123456")]
    public void Both_forms_of_a_time_are_read(string text) =>
        Assert.Equal("2030-01-02T12:00:00.123456Z", Timestamps.Text(Timestamps.Read(text)!.Value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    public void What_is_no_time_is_none(string? text) => Assert.Null(Timestamps.Read(text));
}
