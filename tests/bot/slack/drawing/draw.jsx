// Draws what `window.scene` holds: a message, a modal or App Home, as Slack shows them.
import React from "react";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";

const data = {
  users: [{ id: "UANNA", name: "Anna" }, { id: "U0BOT", name: "Strategiboten" }],
  channels: [{ id: "C0FRAGOR", name: "internationella-fragor" }],
};

const Blocks = ({ blocks }) => <Message blocks={blocks} name="Strategiboten" logo="" data={data} withoutWrapper />;

const Person = ({ name, app, children }) => (
  <div className="said">
    <div className={app ? "face app" : "face"}>{app ? "”" : name[0]}</div>
    <div className="body">
      <div className="who"><b>{name}</b>{app && <span className="badge">APP</span>}<time>10:25</time></div>
      {children}
    </div>
  </div>
);

const scenes = {
  message: ({ asked, blocks, note }) => (
    <div className="channel">
      {asked && <Person name="Anna"><p>{asked}</p></Person>}
      <Person name="Strategiboten" app>{note && <p className="note">{note}</p>}<Blocks blocks={blocks} /></Person>
    </div>
  ),
  modal: ({ view }) => (
    <div className="modal">
      <h1><span className="face app">”</span>{view.title.text}<span className="x">✕</span></h1>
      <div className="content"><Blocks blocks={view.blocks} /></div>
      <footer>
        <button>{view.close.text}</button>
        {view.submit && <button className="go">{view.submit.text}</button>}
      </footer>
    </div>
  ),
  home: ({ view }) => <div className="home"><nav><b>Home</b> Messages About</nav><Blocks blocks={view.blocks} /></div>,
};

const Scene = scenes[window.scene.kind];
createRoot(document.getElementById("root")).render(<Scene {...window.scene} />);
