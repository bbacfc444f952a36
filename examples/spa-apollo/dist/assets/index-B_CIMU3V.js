import{u as o,j as t,P as r,s as n}from"./index-Ak74RPyk.js";function u(){const s=o(n);return t.jsx(r,{title:s.account,children:null})}export{u as Account};
