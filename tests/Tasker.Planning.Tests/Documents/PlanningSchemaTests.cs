using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Documents;

/// <summary>Each schema takes what its format allows, also what other programs write, and tells where anything else is wrong.</summary>
public sealed class PlanningSchemaTests
{
    private const string Task = """
        {"id":"T001","name":"Bake","phase":1,"behaviors":["B1"],"files":[{"path":"src/bake.py","action":"create"}],
        "acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes","verification":"pytest tests/bake.py"}]}
        """;

    private const string Bundle = """
        {"version":"1.3","task_id":"T001","name":"Bake","target_dir":"/shop","behaviors":[{"id":"B1","name":"Bake","type":"activation"}],
        "files":[{"path":"src/bake.py","action":"extend"}],"acceptance_criteria":[{"criterion":"It is baked","verification":"make bread"}]}
        """;

    private const string Result = """{"version":"1.0","task_id":"T001","status":"success","started_at":"2030-01-01T00:00:00Z","completed_at":"2030-01-01T00:01:00+00:00","files":{"created":["/abs/a","b"]}}""";

    private const string State = """{"version":"2.0","phase":{"current":"spec_review","completed":["ingestion"]},"target_dir":"/shop","created_at":"2030-01-01T00:00:00.000001+00:00","tasks":{"T001":{"id":"T001","status":"ready"}}}""";

    private const string Checkpoint = """{"version":"1.0","batch_id":"batch-1","spawned_at":"2030-01-01T00:00:00Z","status":"active","tasks":{"spawned":["T001"],"pending":["T001"],"completed":[],"failed":[]}}""";

    private const string Transitions = """{"version":"1.0","machine_id":"M1","transitions":[{"id":"TR1","from_state":"S1","to_state":"S2","trigger":{"type":"event","name":"order"},"spec_ref":"An order arrives"}]}""";

    private const string Manifest = """{"version":"1.0","archive_type":"execution","project_name":"shop","archive_id":"20300101_000000","archived_at":"2030-01-01T00:00:00Z","contents":["bundles","logs"]}""";

    public static TheoryData<string> Names() => [.. PlanningSchemas.Names];

    [Fact]
    public void Every_schema_of_the_contract_is_known_and_the_other_way_round() => Assert.Equal(
        Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "contracts", "planning"), "*.schema.json")
            .Select(path => Path.GetFileName(path)[..^".schema.json".Length]).Order(StringComparer.Ordinal),
        PlanningSchemas.Names.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_names_itself_with_its_version_and_refuses_what_is_no_object(string name)
    {
        var schema = JsonNode.Parse(PlanningSchemas.Text(name))!;

        Assert.Matches($@"^urn:tasker:planning:{name}:\d+\.\d+$", (string?)schema["$id"]);
        Assert.EndsWith($", version {((string)schema["$id"]!).Split(':')[^1]}", (string?)schema["title"]);
        Assert.Contains(PlanningSchemas.Problems(name, new JsonArray()), problem => problem.Path == "/");
        Assert.NotEmpty(PlanningSchemas.Problems(name, new JsonObject()));
    }

    [Theory]
    [InlineData("task", Task)]
    [InlineData("bundle", Bundle)]
    [InlineData("result", Result)]
    [InlineData("state", State)]
    [InlineData("checkpoint", Checkpoint)]
    [InlineData("fsm-transitions", Transitions)]
    [InlineData("archive-manifest", Manifest)]
    public void What_other_programs_write_is_taken(string name, string json) =>
        Assert.Empty(PlanningSchemas.Problems(name, JsonNode.Parse(json)!));

    [Fact]
    public void A_task_file_is_accepted_at_once() =>
        Assert.True(PlanningSchemas.Form("task")!.Accepts(JsonFile.Look(Encoding.UTF8.GetBytes(Task))!.Value));

    [Theory]
    [InlineData("task", Task, "id", "\"1\"", "/id")]
    [InlineData("task", Task, "phase", "0", "/phase")]
    [InlineData("task", Task, "behaviors", "[]", "/behaviors")]
    [InlineData("task", Task, "behaviors", "[\"X\"]", "/behaviors/0")]
    [InlineData("task", Task, "files", "[{\"path\":\"a\",\"action\":\"burn\"}]", "/files/0/action")]
    [InlineData("task", Task, "acceptance_criteria", "[]", "/acceptance_criteria")]
    [InlineData("task", Task, "task_type", "\"chore\"", "/task_type")]
    [InlineData("task", Task, "context", "{\"spec_ref\":{\"quote\":\"short\"}}", "/context/spec_ref")]
    [InlineData("task", Task, "dependencies", "{\"tasks\":[\"../T002\"]}", "/dependencies/tasks/0")]
    [InlineData("bundle", Bundle, "version", "\"2.0\"", "/version")]
    [InlineData("bundle", Bundle, "behaviors", "[{\"id\":\"B1\",\"name\":\"Bake\",\"type\":\"magic\"}]", "/behaviors/0/type")]
    [InlineData("bundle", Bundle, "files", "[]", "/files")]
    [InlineData("result", Result, "status", "\"done\"", "/status")]
    [InlineData("result", Result, "error", "{\"category\":\"bad luck\"}", "/error/category")]
    [InlineData(
        "result", Result, "verification", "{\"criteria\":[{\"name\":\"a\",\"status\":\"GOOD\"}]}", "/verification/criteria/0/status")]
    [InlineData("state", State, "phase", "{\"current\":\"dreaming\",\"completed\":[]}", "/phase/current")]
    [InlineData("state", State, "tasks", "{\"T001\":{\"id\":\"T001\",\"status\":\"lost\"}}", "/tasks/T001/status")]
    [InlineData("state", State, "tasks", "{\"T001\":3}", "/tasks/T001")]
    [InlineData("state", State, "events", "[{\"type\":\"x\"}]", "/events/0")]
    [InlineData("checkpoint", Checkpoint, "status", "\"complete\"", "/status")]
    [InlineData("checkpoint", Checkpoint, "parallel_limit", "11", "/parallel_limit")]
    [InlineData("fsm-transitions", Transitions, "transitions", "[]", "/transitions")]
    [InlineData("archive-manifest", Manifest, "files", "{\"a\":\"abc\"}", "/files/a")]
    public void What_is_wrong_is_told_with_its_place(string name, string json, string field, string value, string place)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        document[field] = JsonNode.Parse(value);

        var problems = PlanningSchemas.Problems(name, document);

        Assert.False(PlanningSchemas.Form(name)?.Accepts(JsonFile.Look(JsonFile.Format(document))!.Value) == true);
        Assert.Contains(place, problems.Select(problem => problem.Path));
    }

    [Fact]
    public void A_task_that_only_tests_needs_no_behavior()
    {
        var document = JsonNode.Parse(Task)!.AsObject();
        (document["task_type"], document["behaviors"]) = ("test", new JsonArray());

        Assert.Empty(PlanningSchemas.Problems("task", document));
    }

    [Fact]
    public void A_large_document_is_looked_through_to_its_end()
    {
        var document = JsonNode.Parse(State)!.AsObject();
        for (var i = 0; i < 20_000; i++)
        {
            document["tasks"]![$"T{i:D5}"] = JsonNode.Parse($$"""{"id":"T{{i:D5}}","name":"x","status":"{{(i == 19_999 ? "lost" : "pending")}}","depends_on":["T00001"],"blocks":[]}""");
        }

        Assert.Equal("/tasks/T19999/status", Assert.Single(PlanningSchemas.Problems("state", document)).Path);
    }
}
