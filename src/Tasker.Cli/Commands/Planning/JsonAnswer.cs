using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Cli.Commands.Planning;

/// <summary>Makes the answer for programs. It has a type of its own so that nothing of JSON is made ready where nobody asks for it.</summary>
internal delegate JsonObject JsonAnswer();

/// <summary>Writes the fields of an answer for programs that speaks of every task: nodes of thousands take longer than everything else.</summary>
internal delegate void JsonWriting(Utf8JsonWriter writer);
